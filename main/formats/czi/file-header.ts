import { cutOff, unsupported } from '../reading/read-errors.ts';
import type { SourceFile } from '../reading/source-file.ts';
import { longAt, viewOf } from './segment.ts';

/** Where the parts of a CZI file are; 0 = there is none. */
export interface CziHeader {
  readonly directory: number;
  readonly metadata: number;
  readonly attachments: number;
  /** True where the writer did not finish. */
  readonly updatePending: boolean;
}

/** What is read of it, and what it takes up. */
const READ_BYTES = 112;
const HEADER_BYTES = 544;

/** Reads the start of a CZI file. Throws GroveError 'corrupt' where it ends before, 'unsupported' for one of several files. */
export async function readCziHeader(file: SourceFile): Promise<CziHeader> {
  if (file.size < HEADER_BYTES) throw cutOff(file, 'the end of its header');
  const bytes = await file.read(0, READ_BYTES, 'the end of its header');
  const view = viewOf(bytes);
  const part = view.getInt32(80, true);
  const primary = Buffer.from(bytes.subarray(48, 64));
  if (part > 0 || !primary.equals(bytes.subarray(64, 80))) {
    const what = `is part ${part + 1} of an image that is spread over several files`;
    throw unsupported(file, what, 'join them in ZEN (Save as, one file)');
  }
  return {
    directory: longAt(view, 84),
    metadata: longAt(view, 92),
    attachments: longAt(view, 104),
    updatePending: view.getInt32(100, true) !== 0,
  };
}
