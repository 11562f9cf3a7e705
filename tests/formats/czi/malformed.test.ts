import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GroveError } from '#core/model/error.ts';
import { FIRST_PLANE, type PixelArray } from '#core/model/image.ts';
import { openImage } from '../../../main/formats/open-image.ts';

const FOLDER = resolve('../shared/data/images/czi/malformed');
const haveFiles = existsSync(`${FOLDER}/expected.json`);
if (!haveFiles) console.warn(`Skipped: the malformed CZI files need ${FOLDER}.`);

interface Outcome {
  readonly opened: boolean;
  readonly read: boolean;
  readonly message: string;
  readonly notes: readonly string[];
  readonly pixels: PixelArray | null;
}

async function outcome(name: string): Promise<Outcome> {
  const failed = (error: unknown, opened: boolean, notes: readonly string[] = []): Outcome => {
    if (!(error instanceof GroveError) || error.kind === 'internal') throw error;
    expect(error.message).toContain(`${name}.czi `);
    return { opened, read: false, message: error.message, notes, pixels: null };
  };
  let image: Awaited<ReturnType<typeof openImage>>;
  try {
    image = await openImage(`${FOLDER}/${name}.czi`);
  } catch (error) {
    return failed(error, false);
  }
  const { info } = image;
  const notes = info.notes ?? [];
  try {
    const rect = { x: 0, y: 0, width: Math.min(info.width, 512), height: Math.min(info.height, 512) };
    const { data } = await image.read({ plane: FIRST_PLANE, level: 0, rect, channels: info.channels.map((_, i) => i) });
    return { opened: true, read: true, message: '', notes, pixels: data };
  } catch (error) {
    return failed(error, true, notes);
  } finally {
    await image.close();
  }
}

/** What is wanted of each file: refused when opened, refused when read with a word in its message, or read. */
const WANTED: Readonly<Record<string, { at: 'open' | 'read'; says: RegExp } | { notes: RegExp }>> = {
  bad_magic: { at: 'open', says: /does not begin like a CZI/ },
  empty: { at: 'open', says: /empty/ },
  truncated_header: { at: 'open', says: /ends before the end of its header/ },
  truncated_pixels: { at: 'open', says: /list of its pixels is missing/ },
  update_pending_no_directory: { notes: /were searched for/ },
  directory_pos_beyond_eof: { at: 'open', says: /beyond the end of the file/ },
  directory_count_huge: { at: 'open', says: /declares \d+ entries, for which it has no room/ },
  directory_count_negative: { at: 'open', says: /declares -\d+ entries/ },
  directory_unknown_schema: { at: 'open', says: /schema "/ },
  dimension_count_1000: { at: 'open', says: /1000 dimensions/ },
  subblock_pos_wrong: { at: 'read', says: /at byte \d+/ },
  pixel_type_unknown: { at: 'read', says: /77/ },
  compression_unknown: { at: 'read', says: /1234/ },
  datasize_huge: { at: 'read', says: /more than the file holds/ },
  width_2e9: { at: 'read', says: /2000000000/ },
  width_zero: { at: 'open', says: /width or height of 0/ },
  zstd1_bad_header: { at: 'read', says: /zstd1 header/ },
  zstd1_corrupt_frame: { at: 'read', says: /zstd/ },
  jxr_corrupt: { at: 'read', says: /JPEG XR/ },
  xml_size_huge: { notes: /description is cut off/ },
  no_metadata: { notes: /description is missing/ },
  metadata_not_xml: { notes: /description cannot be read/ },
};

describe.skipIf(!haveFiles)('malformed CZI files', () => {
  const listed = haveFiles ? Object.keys(JSON.parse(readFileSync(`${FOLDER}/expected.json`, 'utf8')) as object) : [];

  it('are all known here', () => expect(listed.sort()).toEqual(Object.keys(WANTED).sort()));

  it.each(listed)('%s', async (name) => {
    const wanted = WANTED[name]!;
    const found = await outcome(name);
    if ('notes' in wanted) {
      expect(found.read).toBe(true);
      expect(found.notes.join(' ')).toMatch(wanted.notes);
      expect(found.pixels!.some((value) => value > 0)).toBe(true);
      return;
    }
    expect(found.opened).toBe(wanted.at === 'read');
    expect(found.message).toMatch(wanted.says);
  });

  it('a broken JPEG XR tile leaves the decoder able to read the next one, and no handlers in the process', async () => {
    const before = ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event));
    expect((await outcome('jxr_corrupt')).read).toBe(false);
    const image = await openImage(resolve(FOLDER, '../synthetic/gray8_jxr_lossless.czi'));
    const { width, height } = image.info;
    const { data } = await image.read({ plane: FIRST_PLANE, level: 0, rect: { x: 0, y: 0, width, height }, channels: [0] });
    await image.close();
    const truth = readFileSync(resolve(FOLDER, '../synthetic/raw/gray8_jxr_lossless.raw'));
    expect(Buffer.from(data.buffer, data.byteOffset, data.byteLength).equals(truth)).toBe(true);
    expect(['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event))).toEqual(before);
  });
});
