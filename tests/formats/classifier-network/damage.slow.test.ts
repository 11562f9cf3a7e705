import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { packClassifier } from '../../../main/formats/classifier-network/pack-classifier.ts';
import { readAnyModel, readAnyRows } from '../../../main/formats/classifier-network/read-any-model.ts';
import { encodeModel } from '../../../main/formats/grove-model/encode.ts';
import { inspectModel } from '../../../main/formats/model-package/inspect-model.ts';
import { sampleModel } from '../grove-model/sample-model.ts';
import { seededNumbers } from '../seeded-numbers.ts';
import { BARE } from './compare-answers.ts';

const folder = mkdtempSync(join(tmpdir(), 'grove-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const model = sampleModel();
const rows = { values: new Float32Array(50).fill(3), classes: Uint8Array.of(0, 2) };
const bytes = packClassifier(model, { ...BARE, tile: 96, native: true, rows });
const path = join(folder, 'damaged.czann');

/** Null where it went well; anything but a GroveError of a file is a defect. */
async function refusal(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof GroveError) || error.kind === 'internal') throw error;
    return error.kind;
  }
}

it('a container cut or changed anywhere is read rightly or refused, never misread', async () => {
  const random = seededNumbers(77);
  const whole = encodeModel(model);
  let refused = 0;
  for (let round = 0; round < 600; round++) {
    const damaged = bytes.slice(0, round % 3 === 0 ? Math.floor(random() * bytes.length) : bytes.length);
    for (let k = 0; k < 1 + (round % 4); k++) {
      const at = Math.floor(random() * damaged.length);
      if (at < damaged.length) damaged[at]! ^= 1 << Math.floor(random() * 8);
    }
    writeFileSync(path, damaged);
    const asModel = await refusal(async () => {
      expect(encodeModel(await readAnyModel(path))).toEqual(whole);
    });
    if (asModel !== null) refused++;
    await refusal(() => readAnyRows(path));
    await refusal(() => inspectModel(path, join(folder, 'network.onnx')));
  }
  expect(refused).toBeGreaterThan(200);
});
