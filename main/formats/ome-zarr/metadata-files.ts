import type { PixelType } from '#core/model/image.ts';
import type { ResultImage } from '../../services/ports.ts';
import { omeXml } from '../ome-tiff/ome-xml.ts';
import { groupAttributes, imageAttributes, type ZarrVersion } from './image-attributes.ts';
import type { PlateWell, SceneLayout } from './scene-layout.ts';

type Json = Readonly<Record<string, unknown>>;

/** Shape and chunk shape (t, c, z, y, x) of one level of one scene. */
export interface WrittenLevel {
  readonly width: number;
  readonly height: number;
  readonly chunkWidth: number;
  readonly chunkHeight: number;
}

const DTYPES: Readonly<Record<PixelType, string>> = {
  uint8: '|u1',
  int8: '|i1',
  uint16: '<u2',
  int16: '<i2',
  uint32: '<u4',
  int32: '<i4',
  float32: '<f4',
  float64: '<f8',
};

/** All files of a written OME-Zarr but its chunks, by their names inside the folder. */
export function metadataFiles(
  image: ResultImage,
  layout: SceneLayout,
  levels: readonly (readonly WrittenLevel[])[],
  version: ZarrVersion,
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const put = (name: string, content: Json): void => void files.set(name, Buffer.from(JSON.stringify(content, null, 2)));
  const group = (path: string, attributes: Json): void => {
    const at = path === '' ? '' : `${path}/`;
    if (version === '0.5') {
      put(`${at}zarr.json`, { zarr_format: 3, node_type: 'group', attributes });
    } else {
      put(`${at}.zgroup`, { zarr_format: 2 });
      if (Object.keys(attributes).length > 0) put(`${at}.zattrs`, attributes);
    }
  };

  if (layout.kind === 'series') {
    group('', groupAttributes({ 'bioformats2raw.layout': 3 }, version));
    group('OME', groupAttributes({ series: layout.groups }, version));
    files.set('OME/METADATA.ome.xml', Buffer.from(metadataXml(image)));
  }
  if (layout.kind === 'plate') plateGroups(layout.wells, version, group);
  for (const [scene, path] of layout.groups.entries()) {
    group(path, imageAttributes(image, scene, levels[scene]!.length, version));
    for (const [level, size] of levels[scene]!.entries()) {
      const at = `${path === '' ? '' : `${path}/`}${level}`;
      if (version === '0.5') put(`${at}/zarr.json`, arrayV3(image, size));
      else put(`${at}/.zarray`, arrayV2(image, size));
    }
  }
  return files;
}

/** The OME-XML of the image as an OME-TIFF has it; its pixels are elsewhere, as bioformats2raw says it. */
function metadataXml(image: ResultImage): string {
  return omeXml(image, 1).replaceAll(/<TiffData [^>]*>/g, '<MetadataOnly/>');
}

function plateGroups(wells: readonly PlateWell[], version: ZarrVersion, group: (path: string, attributes: Json) => void): void {
  const rows = [...new Set(wells.map(({ row }) => row))];
  const columns = [...new Set(wells.map(({ column }) => column))];
  const plate = {
    rows: rows.map((name) => ({ name })),
    columns: columns.map((name) => ({ name })),
    wells: wells.map(({ row, column }) => ({
      path: `${row}/${column}`,
      rowIndex: rows.indexOf(row),
      columnIndex: columns.indexOf(column),
    })),
    field_count: Math.max(...wells.map(({ scenes }) => scenes.length)),
    ...(version === '0.4' && { version }),
  };
  group('', groupAttributes({ plate }, version));
  for (const row of rows) group(row, {});
  for (const { row, column, scenes } of wells) {
    const well = { images: scenes.map((_, field) => ({ path: String(field) })), ...(version === '0.4' && { version }) };
    group(`${row}/${column}`, groupAttributes({ well }, version));
  }
}

function arrayV3({ sizeT, sizeZ, channels, pixelType }: ResultImage, level: WrittenLevel): Json {
  return {
    zarr_format: 3,
    node_type: 'array',
    shape: [sizeT, channels.length, sizeZ, level.height, level.width],
    data_type: pixelType,
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [1, 1, 1, level.chunkHeight, level.chunkWidth] } },
    chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
    fill_value: 0,
    codecs: [
      { name: 'bytes', configuration: { endian: 'little' } },
      { name: 'zstd', configuration: { level: 3, checksum: false } },
    ],
    dimension_names: ['t', 'c', 'z', 'y', 'x'],
    attributes: {},
  };
}

function arrayV2({ sizeT, sizeZ, channels, pixelType }: ResultImage, level: WrittenLevel): Json {
  return {
    zarr_format: 2,
    shape: [sizeT, channels.length, sizeZ, level.height, level.width],
    chunks: [1, 1, 1, level.chunkHeight, level.chunkWidth],
    dtype: DTYPES[pixelType],
    order: 'C',
    fill_value: 0,
    filters: null,
    compressor: { id: 'zstd', level: 3 },
    dimension_separator: '/',
  };
}
