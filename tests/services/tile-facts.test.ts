import { describe, expect, it } from 'vitest';
import { LABEL_TILE } from '#core/model/label.ts';
import type { LabelSource } from '../../main/services/training/label-source.ts';
import { createLabelFacts } from '../../main/services/training/tile-facts.ts';

const CLASS_OF = Uint8Array.from({ length: 256 }, (_, value) => (value === 3 ? 1 : value === 7 ? 2 : 0));

function source(labels: Uint8Array | null): LabelSource & { reads: number; labels: Uint8Array | null; version: number } {
  const image = { path: 'a.tif', name: 'a.tif', contentHash: 'a', info: {} } as unknown as LabelSource['image'];
  return {
    ...{ image, plane: { scene: 0, z: 0, t: 0 }, tiles: [{ column: 0, row: 0 }], reads: 0, labels, version: 1 },
    read() {
      this.reads++;
      return this.labels;
    },
    stamp() {
      return this.labels === null ? null : String(this.version);
    },
  };
}

function labels(...at: readonly [place: number, value: number][]): Uint8Array {
  const tile = new Uint8Array(LABEL_TILE * LABEL_TILE);
  for (const [place, value] of at) tile[place] = value;
  return tile;
}

describe('facts of a label tile', () => {
  const place = { column: 0, row: 0 };

  it('name the pixels of each class, values of no class left out', () => {
    const facts = createLabelFacts().under(CLASS_OF, 0)(source(labels([5, 3], [9, 7], [65_535, 7], [11, 4])), place)!;
    expect(facts.classes.map(({ order }) => [...order].sort((a, b) => a - b))).toEqual([[5], [9, 65_535]]);
    expect(createLabelFacts().under(CLASS_OF, 0)(source(labels([11, 4])), place)).toBeNull();
    expect(createLabelFacts().under(CLASS_OF, 0)(source(null), place)).toBeNull();
  });

  it('are read once for the same labels, anew for others, and known again when those come back', () => {
    const known = createLabelFacts();
    const one = source(labels([5, 3]));
    const first = known.under(CLASS_OF, 0)(one, place)!;
    expect(known.under(CLASS_OF, 0)(one, place)).toBe(first);
    expect(one.reads).toBe(1);
    [one.labels, one.version] = [labels([5, 7]), 2];
    const second = known.under(CLASS_OF, 0)(one, place)!;
    expect(second.digest).not.toBe(first.digest);
    one.version = 1;
    expect(known.under(CLASS_OF, 0)(one, place)).toBe(first);
    expect(one.reads).toBe(2);
  });

  it('depend on the order of the classes and, for the choice only, on the seed', () => {
    const one = source(labels([5, 3], [9, 7]));
    const known = createLabelFacts();
    const turned = CLASS_OF.map((value) => (value === 0 ? 0 : 3 - value));
    const [first, other, seeded] = [
      known.under(CLASS_OF, 0)(one, place)!,
      known.under(turned, 0)(one, place)!,
      known.under(CLASS_OF, 1)(one, place)!,
    ];
    expect(other.digest).not.toBe(first.digest);
    expect(seeded.digest).toBe(first.digest);
    expect(seeded.classes[0]!.salt).not.toBe(first.classes[0]!.salt);
  });
});
