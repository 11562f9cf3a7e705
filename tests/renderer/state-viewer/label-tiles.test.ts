import { describe, expect, it } from 'vitest';
import { LABEL_TILE, type LabelStroke } from '#core/model/label.ts';
import { applyStroke, overwritable } from '../../../renderer/state/label-apply.ts';
import { createLabelMask } from '../../../renderer/state/label-mask.ts';
import { createLabelTiles, type LabelTiles } from '../../../renderer/state/label-tiles.ts';
import { seededRandom } from './random.ts';

const EDGE = LABEL_TILE * 2;

function maskOf(x0: number, y0: number, width: number, height: number) {
  const mask = createLabelMask(EDGE, EDGE);
  for (let y = y0; y < y0 + height; y++) mask.span(y, x0, x0 + width);
  return mask;
}

function draw(tiles: LabelTiles, mask: ReturnType<typeof maskOf>, value: number, onlyOver: number[] | null = null) {
  tiles.startLive(mask, value, onlyOver);
  tiles.updateLive();
  const finished = tiles.finishLive();
  if (!finished) throw new Error('The stroke is empty.');
  return finished;
}

const valueAt = (tiles: LabelTiles, x: number, y: number): number => {
  const [column, row] = [Math.floor(x / LABEL_TILE), Math.floor(y / LABEL_TILE)];
  return tiles.shown(column, row)?.[(y % LABEL_TILE) * LABEL_TILE + (x % LABEL_TILE)] ?? 0;
};

describe('applying a stroke', () => {
  it('equals writing pixel by pixel, over allowed values only', () => {
    const random = seededRandom(41);
    for (let run = 0; run < 20; run++) {
      const mask = createLabelMask(EDGE, EDGE);
      for (let i = 0; i < 30; i++) {
        const x = Math.floor(random() * EDGE);
        mask.span(Math.floor(random() * EDGE), x, x + 1 + Math.floor(random() * 60));
      }
      const onlyOver = run % 3 === 0 ? null : run % 3 === 1 ? [0] : [1, 2];
      const stroke = mask.toStroke(run % 4, onlyOver) as LabelStroke;
      const [column, row] = [run % 2, (run >> 1) % 2];
      const values = new Uint8Array(LABEL_TILE * LABEL_TILE).map(() => Math.floor(random() * 4));
      const expected = values.slice();
      const rowBytes = Math.ceil(stroke.box.width / 8);
      for (let i = 0; i < expected.length; i++) {
        const x = column * LABEL_TILE + (i % LABEL_TILE) - stroke.box.x;
        const y = row * LABEL_TILE + Math.floor(i / LABEL_TILE) - stroke.box.y;
        if (x < 0 || y < 0 || x >= stroke.box.width || y >= stroke.box.height) continue;
        const set = (stroke.mask[y * rowBytes + (x >> 3)] >> (x & 7)) & 1;
        if (set && (onlyOver === null || onlyOver.includes(expected[i]))) expected[i] = stroke.value;
      }
      applyStroke(values, column, row, stroke, overwritable(onlyOver));
      expect(Buffer.compare(values, expected)).toBe(0);
    }
  });
});

describe('label tiles', () => {
  it('show a stroke while it is drawn, before anything is known of the host', () => {
    const changed: string[] = [];
    const tiles = createLabelTiles((column, row) => changed.push(`${column}/${row}`));
    const mask = maskOf(250, 10, 12, 3);
    tiles.startLive(mask, 2, null);
    tiles.updateLive();
    expect(valueAt(tiles, 250, 10)).toBe(2);
    expect(valueAt(tiles, 261, 12)).toBe(2);
    expect(valueAt(tiles, 262, 12)).toBe(0);
    expect(new Set(changed)).toEqual(new Set(['0/0', '1/0']));
    tiles.cancelLive();
    expect(valueAt(tiles, 250, 10)).toBe(0);
  });

  it('respect what may be overwritten', () => {
    const tiles = createLabelTiles(() => {});
    const base = new Uint8Array(LABEL_TILE * LABEL_TILE);
    base[5] = 1;
    tiles.arrive(0, 0, tiles.begin(0, 0), base);
    draw(tiles, maskOf(4, 0, 4, 1), 3, [0]);
    expect([4, 5, 6].map((x) => valueAt(tiles, x, 0))).toEqual([3, 1, 3]);
  });

  it('keep a confirmed stroke until a copy asked for afterwards has arrived', () => {
    const tiles = createLabelTiles(() => {});
    const early = tiles.begin(0, 0);
    const { id } = draw(tiles, maskOf(0, 0, 8, 1), 1);
    tiles.confirm(id);
    // Asked for before the stroke was saved: does not hold it.
    tiles.arrive(0, 0, early, null);
    expect(valueAt(tiles, 3, 0)).toBe(1);
    // Asked for afterwards, and meanwhile undone.
    tiles.invalidate(0, 0);
    expect(tiles.isCurrent(0, 0)).toBe(false);
    tiles.arrive(0, 0, tiles.begin(0, 0), null);
    expect(valueAt(tiles, 3, 0)).toBe(0);
  });

  it('take back a stroke that was not kept, and ask for its tiles again', () => {
    const tiles = createLabelTiles(() => {});
    tiles.arrive(0, 0, tiles.begin(0, 0), null);
    const kept = draw(tiles, maskOf(0, 0, 8, 2), 1);
    const refused = draw(tiles, maskOf(4, 0, 8, 1), 2);
    expect(valueAt(tiles, 5, 0)).toBe(2);
    tiles.reject(refused.id);
    expect(valueAt(tiles, 5, 0)).toBe(1);
    expect(valueAt(tiles, 10, 0)).toBe(0);
    expect(tiles.isCurrent(0, 0)).toBe(false);
    tiles.confirm(kept.id);
    expect(valueAt(tiles, 5, 0)).toBe(1);
  });

  it('do not take an answer that was overtaken by a change', () => {
    const tiles = createLabelTiles(() => {});
    const ticket = tiles.begin(0, 0);
    const before = tiles.version(0, 0);
    tiles.invalidate(0, 0);
    expect(tiles.version(0, 0)).toBeGreaterThan(before);
    tiles.arrive(0, 0, ticket, new Uint8Array(LABEL_TILE * LABEL_TILE).fill(7));
    expect(valueAt(tiles, 0, 0)).toBe(0);
  });

  it('are not free while they hold unsaved strokes', () => {
    const tiles = createLabelTiles(() => {});
    const { id } = draw(tiles, maskOf(0, 0, 3, 3), 1);
    expect(tiles.isFree(0, 0)).toBe(false);
    expect(tiles.isFree(1, 1)).toBe(true);
    tiles.confirm(id);
    expect(tiles.isFree(0, 0)).toBe(true);
  });
});

describe('painting against a slow host', () => {
  it('always shows what the user drew, and in the end what the host has', () => {
    for (let seed = 0; seed < 12; seed++) {
      const random = seededRandom(100 + seed);
      const host = new Uint8Array(LABEL_TILE * LABEL_TILE);
      const seen = new Uint8Array(LABEL_TILE * LABEL_TILE);
      const tiles = createLabelTiles(() => {});
      tiles.arrive(0, 0, tiles.begin(0, 0), host.slice());
      const sending: { id: number; stroke: LabelStroke }[] = [];
      const saved: number[] = [];
      const answers: { ticket: number; values: Uint8Array }[] = [];
      const ask = (): void => {
        tiles.invalidate(0, 0);
        answers.push({ ticket: tiles.begin(0, 0), values: new Uint8Array(0) });
      };

      for (let step = 0; step < 120; step++) {
        const kind = random();
        if (kind < 0.35) {
          const onlyOver = random() < 0.4 ? [0] : null;
          const mask = maskOf(Math.floor(random() * 40), Math.floor(random() * 40), 1 + Math.floor(random() * 20), 5);
          const finished = draw(tiles, mask, Math.floor(random() * 3), onlyOver);
          sending.push(finished);
          applyStroke(seen, 0, 0, finished.stroke, overwritable(onlyOver));
        } else if (kind < 0.6) {
          const next = sending.shift();
          if (!next) continue;
          applyStroke(host, 0, 0, next.stroke, overwritable(next.stroke.onlyOver));
          saved.push(next.id);
          // The host's event may reach the window before or after the reply to the call.
          if (random() < 0.5) ask();
          tiles.confirm(next.id);
          if (random() < 0.5) ask();
        } else if (kind < 0.8) {
          // The host reads the tile some time after it was asked.
          for (const answer of answers) if (answer.values.length === 0) answer.values = host.slice();
        } else {
          const answer = answers.shift();
          if (answer && answer.values.length > 0) tiles.arrive(0, 0, answer.ticket, answer.values);
        }
        expect(Buffer.compare(tiles.shown(0, 0) ?? new Uint8Array(LABEL_TILE * LABEL_TILE), seen), `step ${step}`).toBe(0);
      }
      for (const { id, stroke } of sending) {
        applyStroke(host, 0, 0, stroke, overwritable(stroke.onlyOver));
        tiles.confirm(id);
      }
      ask();
      tiles.arrive(0, 0, answers[answers.length - 1].ticket, host.slice());
      expect(Buffer.compare(tiles.shown(0, 0) as Uint8Array, host)).toBe(0);
      expect(Buffer.compare(host, seen)).toBe(0);
      expect(saved.length).toBeGreaterThan(5);
    }
  });
});
