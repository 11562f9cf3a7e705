import { describe, expect, it } from 'vitest';
import type { NetworkMetadata } from '#core/model/network.ts';
import { applyChoices } from '../../../main/services/network/network-choices.ts';
import type { InspectedNetwork } from '../../../main/services/ports.ts';

const CLASSES = ['A', 'B'].map((name, k) => ({ name, color: k, background: k === 0 }));
const FACTS = { id: 'id', fileName: 'net.czann', imported: '2026-01-01T00:00:00Z' };

function inspected(
  change: Partial<NetworkMetadata> = {},
  inputShape: readonly (number | null)[] = [null, null, null, 2],
): InspectedNetwork {
  const metadata: NetworkMetadata = {
    ...{ container: 'czann', id: null, name: 'Net', description: 'About it.', task: 'SingleClassSemanticSegmentation' },
    ...{
      tile: { z: null, y: 64, x: 48 },
      channels: 2,
      answer: null,
      outputs: 2,
      border: { z: null, y: 4, x: 8 },
      classes: CLASSES,
    },
    ...{ values: 'unit', pixelSizeUm: { x: 0.5, y: 0.5 }, licences: [], warnings: [] },
    ...change,
  };
  const graph = { inputName: 'i', outputName: 'o', inputShape, outputShape: null, opset: 12, dependsOnTile: false, reach: 3 };
  return { metadata, graph, monochrome: false, hash: 'a'.repeat(64) };
}
const STACK = inspected({ tile: { z: 4, y: 64, x: 48 }, border: { z: 1, y: 4, x: 4 } }, [1, 4, null, null, 2]);
const refused = (code: string) => expect.objectContaining({ kind: 'invalid-input', code });

describe('what file and user say of a network together', () => {
  it('is as the file says where nothing is chosen', () => {
    const info = applyChoices(inspected(), {}, FACTS);
    expect(info).toMatchObject({
      ...FACTS,
      name: 'Net',
      tile: { z: null, y: 64, x: 48 },
      border: { z: null, y: 4, x: 8 },
      scale: { x: 1, y: 1 },
    });
    expect(info).toMatchObject({ values: 'unit', channelNames: null, provider: 'auto', resample: false, classes: CLASSES });
  });

  it('is what the user chooses', () => {
    const choices = { name: ' Mine ', values: 'counts', channelNames: ['x', 'y'], provider: 'cpu', resample: true } as const;
    expect(applyChoices(inspected(), choices, FACTS)).toMatchObject({ ...choices, name: 'Mine' });
    expect(applyChoices(inspected({ pixelSizeUm: null }), choices, FACTS).resample).toBe(false);
    expect(applyChoices(inspected(), { tile: { z: null, y: 100, x: 100 } }, FACTS).tile).toEqual({ z: null, y: 100, x: 100 });
    expect(applyChoices(inspected({ name: ' ' }), {}, FACTS).name).toBe('net');
  });

  it('knows super-resolution, and that regressions have no classes', () => {
    const answer = { z: null, y: 128, x: 96 };
    const info = applyChoices(inspected({ task: 'Regression', answer, outputs: 1 }), {}, FACTS);
    expect(info).toMatchObject({ scale: { x: 2, y: 2 }, classes: [] });
  });

  it.each([
    ['TASK_UNKNOWN', inspected({ task: null }), {}],
    ['TILE_UNKNOWN', inspected({ tile: null }), {}],
    ['TILE_UNKNOWN', inspected(), { tile: { z: null, y: 0, x: 10 } }],
    ['SHAPE_MISMATCH', inspected({}, [1, 64, 48, 2]), { tile: { z: null, y: 64, x: 64 } }],
    ['SHAPE_MISMATCH', inspected({}, [1, 64, 48, 2]), { tile: { z: null, y: 32, x: 48 } }],
    ['OVERLAP', inspected(), { border: { z: null, y: 4, x: 24 } }],
    ['OVERLAP', inspected(), { border: { z: null, y: -1, x: 4 } }],
    ['OVERLAP', STACK, { border: { z: 2, y: 4, x: 4 } }],
    ['SHAPE_MISMATCH', STACK, { tile: { z: 8, y: 64, x: 48 } }],
    ['CLASS_COUNT', inspected(), { classes: CLASSES.slice(1) }],
    ['CHANNEL_COUNT', inspected(), { channelNames: ['x'] }],
  ] as const)('is refused with %s where it does not fit', (code, file, choices) => {
    expect(() => applyChoices(file, choices, FACTS)).toThrow(refused(code));
  });

  it('is refused where planes and stacks are mixed up', () => {
    expect(() => applyChoices(inspected(), { tile: { z: 4, y: 64, x: 48 } }, FACTS)).toThrow(/./);
  });
});
