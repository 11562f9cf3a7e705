import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openImage } from '../../main/formats/open-image.ts';
import { encodeTiff, type TestPage } from './encode-tiff.ts';
import { testFolder } from './in-folder.ts';
import { readWhole, sha256 } from './read-all.ts';

const folder = testFolder();
const WIDTH = 24;
const HEIGHT = 10;

const page = (value: number, description?: string): TestPage => ({
  ...{ width: WIDTH, height: HEIGHT, type: 'uint8', pixels: new Uint8Array(WIDTH * HEIGHT).fill(value) },
  ...(description !== undefined && { description }),
});

/** A TiffData element for page `ifd` of a file. */
const block = (place: string, name: string, ifd = 0): string =>
  `<TiffData ${place} IFD="${ifd}" PlaneCount="1"><UUID FileName="${name}">urn:uuid:${basename(name)}</UUID></TiffData>`;

const document = (uuid: string, sizes: string, blocks: string): string =>
  `<?xml version="1.0"?><OME UUID="urn:uuid:${uuid}"><Image ID="Image:0"><Pixels DimensionOrder="XYZCT" Type="uint8" SizeX="24" SizeY="10" ${sizes}>${blocks}</Pixels></Image></OME>`;

let sets = 0;
function newFolder(): string {
  const path = join(folder.path, `set-${sets++}`);
  mkdirSync(path);
  return path;
}

/** Four z planes in four files, each with the whole document. Plane z holds the value 10 + z. */
function writeSet(): { path: string; names: string[] } {
  const path = newFolder();
  const names = [0, 1, 2, 3].map((z) => `part-${z}.ome.tif`);
  const blocks = names.map((name, z) => block(`FirstZ="${z}"`, name)).join('');
  for (const [z, name] of names.entries()) {
    const xml = document(name, 'SizeC="1" SizeT="1" SizeZ="4"', blocks);
    writeFileSync(join(path, name), encodeTiff([page(10 + z, xml)]));
  }
  return { path, names };
}

async function valuesOf(path: string): Promise<{ info: Awaited<ReturnType<typeof openImage>>['info']; values: number[] }> {
  const file = await openImage(path);
  try {
    const values: number[] = [];
    for (let z = 0; z < file.info.sizeZ; z++) {
      const { data } = await readWhole(file, { scene: 0, z, t: 0 });
      expect(new Set(data).size).toBe(1);
      values.push(data[0]!);
    }
    return { info: file.info, values };
  } finally {
    await file.close();
  }
}

function isLinkInto(link: string, path: string): boolean {
  try {
    return readlinkSync(link).startsWith(path);
  } catch {
    return false;
  }
}

describe('an OME-TIFF set', () => {
  it('is opened whole from any of its files', async () => {
    const { path, names } = writeSet();
    for (const name of names) {
      const { info, values } = await valuesOf(join(path, name));
      expect(info).toMatchObject({ format: 'ome-tiff', sizeZ: 4, width: WIDTH, height: HEIGHT });
      expect(info.notes).toBeUndefined();
      expect(values).toEqual([10, 11, 12, 13]);
    }
  });

  it('with a file missing reads it as zeros and names it', async () => {
    const { path, names } = writeSet();
    rmSync(join(path, names[2]!));
    const { info, values } = await valuesOf(join(path, names[0]!));
    expect(values).toEqual([10, 11, 0, 13]);
    expect(info.notes).toEqual(['Missing beside the file: part-2.ome.tif; 1 of 4 planes read as 0.']);
  });

  it('is found again under other names of the file that was opened', async () => {
    const { path, names } = writeSet();
    writeFileSync(join(path, 'renamed.tif'), readFileSync(join(path, names[1]!)));
    rmSync(join(path, names[1]!));
    expect((await valuesOf(join(path, 'renamed.tif'))).values).toEqual([10, 11, 12, 13]);
  });

  it('with a broken file opens, and says which one when it is read', async () => {
    const { path, names } = writeSet();
    writeFileSync(join(path, names[3]!), 'II*\0broken');
    const file = await openImage(join(path, names[0]!));
    expect((await readWhole(file, { scene: 0, z: 1, t: 0 })).data[0]).toBe(11);
    await expect(readWhole(file, { scene: 0, z: 3, t: 0 })).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringMatching(/^part-3\.ome\.tif is damaged/),
    });
    writeFileSync(join(path, names[3]!), encodeTiff([{ ...page(1), width: 12, height: 20 }]));
    await expect(readWhole(file, { scene: 0, z: 3, t: 0 })).rejects.toThrow(/part-3.*differs in size or type/);
    rmSync(join(path, names[3]!));
    await file.close();
  });

  it('may count on pages that a file does not have', async () => {
    const path = newFolder();
    const blocks = block('FirstZ="0"', 'a.ome.tif') + block('FirstZ="1"', 'b.ome.tif', 7);
    const xml = document('a.ome.tif', 'SizeC="1" SizeT="1" SizeZ="2"', blocks);
    writeFileSync(join(path, 'a.ome.tif'), encodeTiff([page(1, xml)]));
    writeFileSync(join(path, 'b.ome.tif'), encodeTiff([page(2, xml)]));
    const file = await openImage(join(path, 'a.ome.tif'));
    await expect(readWhole(file, { scene: 0, z: 1, t: 0 })).rejects.toThrow(/b\.ome\.tif.*page 8 is needed, but it has 1/);
    await file.close();
  });

  it('never leaves its folder', async () => {
    const outside = join(folder.path, 'secret.ome.tif');
    writeFileSync(outside, encodeTiff([page(99)]));
    for (const name of ['../secret.ome.tif', outside, '..\\secret.ome.tif', '..', '.', '', 'x\0y']) {
      const path = newFolder();
      const blocks = block('FirstZ="0"', 'a.ome.tif') + block('FirstZ="1"', name.replace('\0', '&#0;'));
      const xml = document('a.ome.tif', 'SizeC="1" SizeT="1" SizeZ="2"', blocks);
      writeFileSync(join(path, 'a.ome.tif'), encodeTiff([page(1, xml)]));
      const { values, info } = await valuesOf(join(path, 'a.ome.tif'));
      expect(values).toEqual([1, 0]);
      expect(info.notes?.join()).toMatch(/Missing beside the file/);
    }
  });

  it('of 60 files keeps few of them open', async () => {
    const path = newFolder();
    const names = Array.from({ length: 60 }, (_, z) => `plane-${z}.ome.tif`);
    const xml = document('none', 'SizeC="1" SizeT="1" SizeZ="60"', names.map((name, z) => block(`FirstZ="${z}"`, name)).join(''));
    for (const [z, name] of names.entries()) writeFileSync(join(path, name), encodeTiff([page(z, z === 0 ? xml : undefined)]));
    const file = await openImage(join(path, names[0]!));
    const planes = await Promise.all(names.map((_, z) => readWhole(file, { scene: 0, z, t: 0 })));
    expect(planes.map(({ data }) => data[0])).toEqual(names.map((_, z) => z));
    const descriptors = '/proc/self/fd';
    if (existsSync(descriptors)) {
      const open = readdirSync(descriptors).filter((fd) => isLinkInto(join(descriptors, fd), path));
      expect(open.length).toBeLessThanOrEqual(17);
    }
    await file.close();
  });

  it('that names its planes over and over is refused before long', async () => {
    const path = newFolder();
    const name = 'other.ome.tif';
    const again = `<TiffData IFD="0" PlaneCount="1000000"><UUID FileName="${name}">x</UUID></TiffData>`.repeat(2000);
    const xml = document('a', 'SizeC="1" SizeT="1" SizeZ="100000"', block('', 'a.ome.tif') + again);
    writeFileSync(join(path, 'a.ome.tif'), encodeTiff([page(1, xml)]));
    writeFileSync(join(path, name), encodeTiff([page(1)]));
    await expect(openImage(join(path, 'a.ome.tif'))).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringMatching(/over and over/),
    });
  });
});

describe('a set with a companion file', () => {
  const binaryOnly = (uuid: string, name = 'cells.companion.ome'): string =>
    `<OME UUID="urn:uuid:${uuid}"><BinaryOnly MetadataFile="${name}" UUID="urn:uuid:companion"/></OME>`;

  /** Two channels in two files; returns the folder. */
  function writeCompanionSet(): string {
    const path = newFolder();
    const names = ['green.ome.tif', 'red.ome.tif'];
    const blocks = names.map((name, c) => block(`FirstC="${c}"`, name)).join('');
    const channels = '<Channel ID="c0" Name="Green"/><Channel ID="c1" Name="Red"/>';
    writeFileSync(join(path, 'cells.companion.ome'), document('companion', 'SizeC="2" SizeT="1" SizeZ="1"', channels + blocks));
    for (const [c, name] of names.entries()) writeFileSync(join(path, name), encodeTiff([page(5 + c, binaryOnly(name))]));
    return path;
  }

  it('is opened from its TIFFs and from the companion file', async () => {
    const path = writeCompanionSet();
    for (const name of ['green.ome.tif', 'red.ome.tif', 'cells.companion.ome']) {
      const file = await openImage(join(path, name));
      expect(file.info).toMatchObject({ format: 'ome-tiff', sizeZ: 1, channels: [{ name: 'Green' }, { name: 'Red' }] });
      const { data } = await readWhole(file);
      expect([data[0], data[WIDTH * HEIGHT]]).toEqual([5, 6]);
      await file.close();
    }
  });

  it('may have a field of view of a well in each file', async () => {
    const path = newFolder();
    const names = ['w1.ome.tif', 'w2.ome.tif', 'w3.ome.tif'];
    const wells = names.map(
      (_, i) => `<Well ID="W${i}" Row="${i}" Column="4"><WellSample ID="S${i}"><ImageRef ID="Image:${i}"/></WellSample></Well>`,
    );
    const images = names.map(
      (name, i) =>
        `<Image ID="Image:${i}" Name="field ${i}"><Pixels DimensionOrder="XYZCT" SizeC="1" SizeZ="1" SizeT="1">${block('', name)}</Pixels></Image>`,
    );
    const xml = `<OME UUID="urn:uuid:companion"><Plate ID="P">${wells.join('')}</Plate>${images.join('')}</OME>`;
    writeFileSync(join(path, 'cells.companion.ome'), xml);
    for (const [i, name] of names.entries()) {
      const size = { width: 8 + i, height: 6, pixels: new Uint8Array((8 + i) * 6).fill(40 + i) };
      writeFileSync(join(path, name), encodeTiff([{ ...page(0, binaryOnly(name)), ...size }]));
    }
    const file = await openImage(join(path, 'w2.ome.tif'));
    expect(file.info.scenes?.map(({ name, well, width }) => [name, well, width])).toEqual([
      ['field 0', 'A5', 8],
      ['field 1', 'B5', 9],
      ['field 2', 'C5', 10],
    ]);
    for (const scene of [2, 0, 1]) expect((await readWhole(file, { scene, z: 0, t: 0 })).data[0]).toBe(40 + scene);
    await file.close();
    rmSync(join(path, 'w1.ome.tif'));
    const rest = await openImage(join(path, 'w2.ome.tif'));
    expect(rest.info.scenes?.map(({ name }) => name)).toEqual(['field 1', 'field 2']);
    expect(rest.info.notes?.join()).toMatch(/Missing beside the file: w1\.ome\.tif/);
    await rest.close();
  });

  it('without the companion file shows what the TIFF itself holds, and says so', async () => {
    const path = writeCompanionSet();
    rmSync(join(path, 'cells.companion.ome'));
    const { info, values } = await valuesOf(join(path, 'red.ome.tif'));
    expect(values).toEqual([6]);
    expect(info.notes?.join()).toMatch(/Missing or unreadable beside the file: cells\.companion\.ome/);
  });

  it('without any TIFF is refused by name', async () => {
    const path = writeCompanionSet();
    for (const name of readdirSync(path)) if (name.endsWith('.tif')) rmSync(join(path, name));
    await expect(openImage(join(path, 'cells.companion.ome'))).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/cells\.companion\.ome .*green\.ome\.tif, red\.ome\.tif/),
    });
  });

  it('whose files point at each other in a circle ends', async () => {
    const path = newFolder();
    writeFileSync(join(path, 'a.ome.tif'), encodeTiff([page(1, binaryOnly('a', 'b.ome.tif'))]));
    writeFileSync(join(path, 'b.ome.tif'), encodeTiff([page(2, binaryOnly('b', 'a.ome.tif'))]));
    writeFileSync(join(path, 'self.ome.tif'), encodeTiff([page(3, binaryOnly('self', 'self.ome.tif'))]));
    writeFileSync(join(path, 'up.ome.tif'), encodeTiff([page(4, binaryOnly('up', '../secret.ome.tif'))]));
    for (const [name, value] of [
      ['a.ome.tif', 1],
      ['b.ome.tif', 2],
      ['self.ome.tif', 3],
      ['up.ome.tif', 4],
    ] as const) {
      const { info, values } = await valuesOf(join(path, name));
      expect(values).toEqual([value]);
      expect(info.notes?.join()).toMatch(/Missing or unreadable/);
    }
  });

  it('in a TIFF of its own is read, too', async () => {
    const path = newFolder();
    const xml = document(
      'master',
      'SizeC="1" SizeT="1" SizeZ="2"',
      block('FirstZ="0"', 'master.ome.tif') + block('FirstZ="1"', 'b.ome.tif'),
    );
    writeFileSync(join(path, 'master.ome.tif'), encodeTiff([page(1, xml)]));
    writeFileSync(join(path, 'b.ome.tif'), encodeTiff([page(2, binaryOnly('b.ome.tif', 'master.ome.tif'))]));
    expect((await valuesOf(join(path, 'b.ome.tif'))).values).toEqual([1, 2]);
  });

  it.each([
    ['nothing.companion.ome', '<OME/>', 'unsupported', /no OME-XML that describes/],
    ['text.companion.ome', '<OME><Image><Pixels SizeC="1"><BinData/></Pixels></Image></OME>', 'unsupported', /pixels as text/],
    ['broken.companion.ome', '<OME><Image', 'unsupported', /no OME-XML/],
    ['bomb.ome.xml', '<!DOCTYPE x [<!ENTITY a "b">]><OME><Image><Pixels/></Image></OME>', 'unsupported', /no OME-XML/],
  ] as const)('%s is refused', async (name, text, kind, message) => {
    const path = join(newFolder(), name);
    writeFileSync(path, text);
    await expect(openImage(path)).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });

  const shared = fileURLToPath(new URL('../../../shared/data/images/', import.meta.url));
  const available = existsSync(join(shared, 'other-formats.json'));
  if (!available) console.log('Skipped: ../shared/data/images is absent.');

  it.skipIf(!available)('of another program comes together once its companion file is there', async () => {
    const expected = JSON.parse(readFileSync(join(shared, 'other-formats.json'), 'utf8')).files;
    const path = newFolder();
    const names = [1, 2, 3, 4, 5].map((z) => `multifile-Z${z}.ome.tiff`);
    for (const name of names) writeFileSync(join(path, name), readFileSync(join(shared, 'ome-tiff', name)));
    const blocks = names.map((name, z) => block(`FirstZ="${z}"`, name)).join('');
    writeFileSync(join(path, 'multifile.companion.ome'), document('07504f88', 'SizeC="1" SizeT="1" SizeZ="5"', blocks));
    for (const name of [names[3]!, 'multifile.companion.ome']) {
      const file = await openImage(join(path, name));
      expect(file.info.sizeZ).toBe(5);
      for (const [z, one] of names.entries()) {
        const { data } = await readWhole(file, { scene: 0, z, t: 0 });
        expect(sha256([data])).toBe(expected[`ome-tiff/${one}`].sha256_allPages);
      }
      await file.close();
    }
  });
});
