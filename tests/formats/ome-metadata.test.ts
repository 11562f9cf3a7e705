import { describe, expect, it } from 'vitest';
import type { ImageInfo } from '#core/model/image.ts';
import { openImage } from '../../main/formats/open-image.ts';
import { encodeTiff, type TestPage } from './encode-tiff.ts';
import { testFolder } from './in-folder.ts';
import { readWhole } from './read-all.ts';

const folder = testFolder();

const page = (value: number, width = 20, height = 10, more: Partial<TestPage> = {}): TestPage => ({
  ...{ width, height, type: 'uint8', pixels: new Uint8Array(width * height * (more.samples ?? 1)).fill(value) },
  ...more,
});

const ome = (inner: string): string => `<?xml version="1.0"?><OME Creator="Maker 1.0">${inner}</OME>`;
const pixels = (attributes: string, inner = '<TiffData/>'): string =>
  `<Pixels DimensionOrder="XYZCT" Type="uint8" ${attributes}>${inner}</Pixels>`;
const pages = (description: string, ...all: TestPage[]): TestPage[] =>
  all.map((one, i) => (i === 0 ? { ...one, description } : one));

let files = 0;
async function infoOf(all: readonly TestPage[]): Promise<ImageInfo> {
  const file = await openImage(folder.put(`meta-${files++}.ome.tif`, encodeTiff(all)));
  await file.close();
  return file.info;
}

describe('OME metadata', () => {
  it('of channels, time, objective and acquisition is read', async () => {
    const xml = ome(
      `<Instrument ID="I:0"><Objective ID="O:0" Model="Plan 10x" NominalMagnification="10"/>
       <Objective ID="O:1" Model="Plan-Apo &amp; co" NominalMagnification="63.0" LensNA="1.4" Immersion="Oil"/></Instrument>
       <Image ID="Image:0" Name="cells"><AcquisitionDate>2020-02-23T12:51:30</AcquisitionDate><InstrumentRef ID="I:0"/>
       <ObjectiveSettings ID="O:1"/>
       ${pixels(
         'SizeC="2" SizeZ="1" SizeT="2" TimeIncrement="500" TimeIncrementUnit="ms" PhysicalSizeX="0.0002" PhysicalSizeXUnit="mm" PhysicalSizeY="1" PhysicalSizeYUnit="pixel"',
         `<Channel Name="DAPI" Fluor="DAPI" ExcitationWavelength="353" EmissionWavelength="0.465" EmissionWavelengthUnit="µm"/>
          <Channel Name="Phase" ExcitationWavelength="-1"/><TiffData/>
          <Plane TheZ="0" TheT="0" TheC="0" ExposureTime="0.25"/><Plane TheZ="0" TheT="1" TheC="0" ExposureTime="9"/>
          <Plane TheZ="0" TheT="0" TheC="1" ExposureTime="40" ExposureTimeUnit="ms"/>`,
       )}</Image>`,
    );
    const info = await infoOf(pages(xml, page(1), page(2), page(3), page(4)));
    expect(info).toMatchObject({
      software: 'Maker 1.0',
      acquired: '2020-02-23T12:51:30',
      timeStepS: 0.5,
      objective: { name: 'Plan-Apo & co', magnification: 63, numericalAperture: 1.4, immersion: 'Oil' },
      scenes: [{ name: 'cells' }],
      compression: ['none'],
    });
    expect(info.pixelSizeUm.x).toBeCloseTo(0.2, 12);
    expect(info.pixelSizeUm.y).toBeNull();
    expect(info.channels).toEqual([
      { name: 'DAPI', color: null, fluor: 'DAPI', excitationNm: 353, emissionNm: 465, exposureMs: 250 },
      { name: 'Phase', color: null, exposureMs: 40 },
    ]);
  });

  it('tells the time step by its planes where nothing else does', async () => {
    const planes = [0, 1, 2].map((t) => `<Plane TheZ="0" TheC="0" TheT="${t}" DeltaT="${t * 1.5}"/>`).join('');
    const xml = ome(`<Image>${pixels('SizeC="1" SizeZ="1" SizeT="3"', `<TiffData/>${planes}`)}</Image>`);
    expect((await infoOf(pages(xml, page(1), page(2), page(3)))).timeStepS).toBe(1.5);
  });

  it('that calls all channels white knows no colours', async () => {
    const channels = '<Channel Color="-1"/><Channel Color="-1"/><TiffData/>';
    const xml = ome(`<Image>${pixels('SizeC="2" SizeZ="1" SizeT="1"', channels)}</Image>`);
    expect((await infoOf(pages(xml, page(1), page(2)))).channels.map(({ color }) => color)).toEqual([null, null]);
  });

  it('that makes no sense is left out', async () => {
    const xml = ome(
      `<Image Name="  "><AcquisitionDate>yesterday</AcquisitionDate><ObjectiveSettings ID="absent"/>
       ${pixels('SizeC="1" SizeZ="1" SizeT="1" TimeIncrement="-3" PhysicalSizeX="NaN" PhysicalSizeY="-1"')}</Image>`,
    );
    const info = await infoOf(pages(xml, page(1)));
    expect(info.pixelSizeUm).toEqual({ x: null, y: null, z: null });
    expect(Object.keys(info)).not.toContain('acquired');
    expect(Object.keys(info)).not.toContain('objective');
    expect(Object.keys(info)).not.toContain('timeStepS');
    expect(Object.keys(info)).not.toContain('scenes');
  });
});

describe('several OME images', () => {
  const image = (id: number, name: string, sizes: string, count: number, ifd = id): string =>
    `<Image ID="Image:${id}" Name="${name}">${pixels(`SizeC="1" ${sizes}`, `<TiffData IFD="${ifd}" PlaneCount="${count}"/>`)}</Image>`;

  it('are scenes with names, wells, sizes and levels of their own', async () => {
    const plate = `<Plate ID="P" RowNamingConvention="letter" ColumnNamingConvention="number">
      <Well ID="W1" Row="1" Column="2"><WellSample><ImageRef ID="Image:0"/></WellSample></Well>
      <Well ID="W2" Row="26" Column="11"><WellSample><ImageRef ID="Image:1"/></WellSample></Well></Plate>`;
    const sizes = 'SizeZ="1" SizeT="1"';
    const xml = ome(plate + image(0, 'left', sizes, 1) + image(1, 'right', sizes, 1));
    const below = [page(7, 20, 30)];
    const file = await openImage(folder.put('scenes.ome.tif', encodeTiff(pages(xml, page(1), page(2, 40, 60, { below })))));
    expect(file.info).toMatchObject({ sizeScene: 2, width: 20, height: 10 });
    expect(file.info.scenes).toEqual([
      { name: 'left', well: 'B3', width: 20, height: 10, levels: [{ width: 20, height: 10, downsample: 1 }] },
      {
        ...{ name: 'right', well: 'AA12', width: 40, height: 60 },
        levels: [
          { width: 40, height: 60, downsample: 1 },
          { width: 20, height: 30, downsample: 2 },
        ],
      },
    ]);
    expect((await readWhole(file, { scene: 1, z: 0, t: 0 })).data).toEqual(new Uint8Array(2400).fill(2));
    expect((await readWhole(file, { scene: 1, z: 0, t: 0 }, 1)).data).toEqual(new Uint8Array(600).fill(7));
    await file.close();
  });

  it('of other numbers of planes are filled up; others are left out, and both is said', async () => {
    const xml = ome(
      image(0, 'a', 'SizeZ="1" SizeT="1"', 1) +
        image(1, 'deep', 'SizeZ="2" SizeT="2"', 4) +
        image(2, 'label', 'SizeZ="1" SizeT="1"', 1, 5) +
        '<Image><Pixels SizeC="2" SizeZ="1" SizeT="1"><TiffData IFD="0" PlaneCount="2"/></Pixels></Image>',
    );
    const all = [page(1), ...[10, 11, 12, 13].map((value) => page(value, 8, 8)), page(9, 20, 10, { samples: 3, photometric: 2 })];
    const file = await openImage(folder.put('mixed.ome.tif', encodeTiff(pages(xml, ...all))));
    expect(file.info).toMatchObject({ sizeScene: 2, sizeZ: 2, sizeT: 2 });
    expect(file.info.notes).toEqual([
      '2 further images of other channels or another type, or without pixels, are left out.',
      'Its scenes differ in their number of z planes or time points; those that a scene lacks read as 0.',
    ]);
    const values: number[] = [];
    for (const scene of [0, 1]) {
      for (const t of [0, 1]) for (const z of [0, 1]) values.push((await readWhole(file, { scene, z, t })).data[0]!);
    }
    expect(values).toEqual([1, 0, 0, 0, 10, 11, 12, 13]);
    await file.close();
  });
});

describe('pyramids in the main chain', () => {
  it('of several planes are found where each plane has its smaller pages', async () => {
    const reduced = (value: number, width: number, height: number): TestPage =>
      page(value, width, height, { tags: { 254: { type: 4, values: [1] } } });
    const behind = [1, 2].flatMap((z) => [page(z, 40, 20), reduced(10 + z, 20, 10), reduced(20 + z, 10, 5)]);
    const apart = [behind[0]!, behind[3]!, behind[1]!, behind[4]!, behind[2]!, behind[5]!];
    for (const all of [behind, apart]) {
      const file = await openImage(folder.put('legacy.tif', encodeTiff(all)));
      expect(file.info.sizeZ).toBe(2);
      expect(file.info.levels.map(({ width }) => width)).toEqual([40, 20, 10]);
      for (const level of [1, 2]) {
        for (const z of [0, 1]) {
          expect((await readWhole(file, { scene: 0, z, t: 0 }, level)).data[0]).toBe(10 * level + z + 1);
        }
      }
      await file.close();
    }
  });

  it('are no levels where some planes lack them', async () => {
    const small = page(9, 20, 10, { tags: { 254: { type: 4, values: [1] } } });
    expect((await infoOf([page(1, 40, 20), small, page(2, 40, 20)])).levels).toHaveLength(1);
  });
});

describe('OME-XML made to do harm', () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">${'bcdefghij'
    .split('')
    .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
    .join('')}]>`;
  it.each([
    ['entities that grow', `${bomb}<OME><Image Name="&j;">${pixels('SizeC="1" SizeZ="2" SizeT="1"')}</Image></OME>`],
    ['absurd depth', `<OME>${'<Image>'.repeat(50_000)}${'</Image>'.repeat(50_000)}</OME>`],
    [
      'names of built-in properties',
      '<OME><__proto__><Image/></__proto__><constructor Image="1"/><Image><hasOwnProperty/></Image></OME>',
    ],
    ['a document without an end', `<OME>${'<Image><Pixels>'.repeat(1000)}`],
  ])('%s is not followed', async (_, xml) => {
    const info = await infoOf(pages(xml, page(1), page(2)));
    expect(info).toMatchObject({ format: 'tiff', sizeZ: 2 });
    expect(info.notes?.join()).toMatch(/OME-XML does not fit/);
  });

  it('of many images that each declare many planes is refused', async () => {
    const many = `<Image>${pixels('SizeC="1" SizeZ="900000" SizeT="1"')}</Image>`.repeat(200);
    await expect(infoOf(pages(ome(many), page(1)))).rejects.toThrow(/declares 180000000 planes/);
  });

  it('of many instruments and images is read before long', async () => {
    const instruments = Array.from(
      { length: 5000 },
      (_, i) => `<Instrument ID="I${i}"><Objective ID="O${i}" LensNA="1"/></Instrument>`,
    );
    const images = Array.from({ length: 5000 }, (_, i) => `<Image><InstrumentRef ID="I${i}"/>${pixels('SizeC="1"')}</Image>`);
    const info = await infoOf(pages(ome(instruments.join('') + images.join('')), page(1)));
    expect(info).toMatchObject({ sizeScene: 5000, objective: { numericalAperture: 1 } });
  });
});
