import { binRows } from '#core/forest/bin-rows.ts';
import { combineTrees } from '#core/forest/combine-trees.ts';
import { growTrees } from '#core/forest/grow-trees.ts';
import { randomStream } from '#core/forest/random.ts';
import type { PixelClassifier } from '#core/model/classifier.ts';

/** A trained classifier for one channel and Basic Features 25, on made-up rows. */
export function sampleModel(): PixelClassifier {
  const random = randomStream(2024, 0);
  const classes = Uint8Array.from({ length: 60 }, (_, i) => i % 3);
  const values = Float32Array.from({ length: 60 * 25 }, (_, i) => random.nextBelow(64) + 10 * classes[Math.floor(i / 25)]!);
  // Some rows cannot be told apart, so that there are mixed leaves.
  for (let r = 3; r < 12; r++) values.copyWithin(r * 25, 0, 25);
  const table = binRows(values, 25, classes, 3);
  const { forest, report } = combineTrees(table, [growTrees(table, 4, 0, 5)], [100, 20, 20]);
  return {
    forest,
    info: {
      id: '5f0c9a3e-2a54-4a0e-9d5c-0d7a3c1b8e11',
      name: 'Nuclei, DAPI – été',
      description: 'Three classes.\nMade up.',
      version: 3,
      created: '2026-11-23T10:00:00.000Z',
      appVersion: '0.1.0',
      classes: [
        { name: 'Background', color: 0x404040 },
        { name: 'Nucleus', color: 0x56b4e9 },
        { name: 'Débris', color: 0xf0b726 },
      ],
      channelNames: ['DAPI'],
      pixelType: 'uint16',
      features: { set: 'basic25', channels: [0] },
      trees: 5,
      seed: 4,
      trainingHash: 'ab'.repeat(32),
      trainingImages: ['cells.tif'],
      report,
    },
  };
}
