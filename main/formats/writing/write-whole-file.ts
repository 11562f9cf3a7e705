import { createReplacementFile } from './replacement-file.ts';

/** Writes a file at once: what stands at `path` stays until the new one is complete. Throws as `createReplacementFile` does. */
export async function writeWholeFile(path: string, bytes: Uint8Array): Promise<void> {
  const file = await createReplacementFile(path);
  try {
    await file.write(bytes, 0);
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
