import { basename } from 'node:path';
import { GroveError } from '#core/model/error.ts';
import { inspectPackage } from '../../../main/formats/model-package/inspect-model.ts';
import { readPackage } from '../../../main/formats/model-package/read-model-package.ts';
import { zipInMemory } from '../../../main/formats/zip/zip-source.ts';
import type { KnownModel } from './known-models.ts';

/** 'accepted', or the code (or kind) of the refusal. Throws what is no refusal at all: a defect. */
export async function judgeModel({ name, bytes }: KnownModel, folder: string): Promise<string> {
  const path = `${folder}/${name}`;
  try {
    const packed = await readPackage(zipInMemory(path, basename(path), bytes));
    await inspectPackage({ path, name }, packed);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof GroveError) || error.kind === 'internal') throw error;
    if (error.code !== undefined) return error.code;
    // Of a specification whose network is not beside it.
    if (name.endsWith('.json') && ['not-found', 'unreadable'].includes(error.kind)) return error.kind;
    throw error;
  }
}
