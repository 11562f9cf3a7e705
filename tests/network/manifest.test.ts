import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { inspectModel } from '../../main/formats/model-package/inspect-model.ts';
import { haveSharedModels, modelFolder, readManifest, sharedModel } from './shared-models.ts';

/** Verdict on a model file, in the manifest's words. */
async function verdict(path: string, onnx: string): Promise<{ action: string; codes: string[]; message: string }> {
  try {
    const { metadata } = await inspectModel(path, onnx);
    const codes = metadata.warnings.map(({ code }) => code);
    return { action: codes.length > 0 ? 'warn' : 'accept', codes, message: '' };
  } catch (error) {
    if (!(error instanceof GroveError) || error.code === undefined) throw error;
    return { action: 'reject', codes: [error.code], message: error.message };
  }
}

describe.skipIf(!haveSharedModels)('model files of the manifest', () => {
  const folder = modelFolder();
  afterAll(() => folder.remove());
  const { malformed } = haveSharedModels ? readManifest() : { malformed: [] };

  it.each(malformed)('$file: $action $code', async ({ file, action, code }) => {
    const found = await verdict(sharedModel(file), `${folder.path}/${randomUUID()}.onnx`);
    expect({ action: found.action, codes: found.codes }).toEqual({ action, codes: code === '' ? [] : [code] });
    const name = file.split('/').at(-1)!;
    if (action === 'reject') expect(found.message).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')} .{20,}\\.$`, 's'));
  });

  it('refuses a published file that contradicts itself, naming both values', async () => {
    const path = sharedModel('real/napari-czann-segment/simple_regmodel_out5.czann');
    const found = await verdict(path, `${folder.path}/out5.onnx`);
    expect(found.codes).toEqual(['SHAPE_MISMATCH']);
    expect(found.message).toContain('channels 1 but its description says 5');
  });
});
