import type { ImageInfo, PixelSizeUm, SceneInfo } from '#core/model/image.ts';
import type { OmeImage } from '../ome-tiff/parse-ome-xml.ts';
import { toMicrometres } from '../tiff/length-units.ts';
import { pixelTypeOf } from './array-header.ts';
import { lengthUm, timeS } from './axis-units.ts';
import type { SceneGroup } from './find-scenes.ts';
import { asName, asObject, member } from './json.ts';
import type { AxisRole } from './multiscale.ts';
import { readChannels } from './read-channels.ts';
import type { ZarrGroup } from './read-group.ts';
import type { SceneImage } from './scene-image.ts';

/** One scene with all that is known of it. */
export interface Scene {
  readonly found: SceneGroup;
  readonly image: SceneImage;
  /** From the OME-XML beside it. */
  readonly xml: OmeImage | null;
}

/** What the scenes of a hierarchy, which are alike but for their sizes, are as an image. */
export function omeZarrInfo(scenes: readonly [Scene, ...Scene[]], notes: readonly string[]): ImageInfo {
  const [{ found, image, xml }] = scenes;
  const full = image.arrays[0]!;
  const { type, chunks } = full.reader.header;
  const compression = [
    ...new Set(scenes.flatMap((scene) => scene.image.arrays.flatMap((array) => array.reader.header.compression))),
  ];
  const grove = asObject(member(found.group.all, 'grove'));
  const told = scenes.map(sceneInfo);
  const plain = told.length === 1 && told[0]!.name === 'Scene 1' && told[0]!.well === undefined;
  const timeStepS = stepOf(image, 't', timeS) ?? xml?.timeStep ?? null;
  const software = asName(member(asObject(member(found.group.ome, '_creator')), 'name'));
  const allNotes = [...notes, ...typeNotes(type)];
  return {
    format: 'ome-zarr',
    width: full.width,
    height: full.height,
    sizeScene: scenes.length,
    sizeZ: full.sizeZ,
    sizeT: full.sizeT,
    channels: readChannels(found.group, full.sizeC, xml?.channels ?? []),
    rgb: full.sizeC === 3 && (member(grove, 'rgb') === true || (xml?.channels.length === 1 && xml.channels[0]!.samples === 3)),
    pixelType: pixelTypeOf(type),
    pixelSizeUm: pixelSize(image, xml),
    levels: image.levels,
    ...(!plain && { scenes: told }),
    chunk: { width: Math.min(full.width, chunkOf('x')), height: Math.min(full.height, chunkOf('y')) },
    compression: compression.length === 0 ? ['none'] : compression,
    ...(timeStepS !== null && { timeStepS }),
    ...(xml?.acquired && { acquired: xml.acquired }),
    ...(xml?.objective && { objective: xml.objective }),
    ...(software !== null && { software }),
    ...(allNotes.length > 0 && { notes: allNotes }),
  };

  function chunkOf(role: AxisRole): number {
    return chunks[full.axes[role]!]!;
  }
}

function sceneInfo({ found, image, xml }: Scene, i: number): SceneInfo {
  const { width, height } = image.arrays[0]!;
  const { name, well } = writtenName(found.group);
  const inWell = well ?? found.well ?? xml?.well ?? null;
  return {
    name: name ?? found.name ?? (xml?.name || null) ?? titleOf(image) ?? `Scene ${i + 1}`,
    ...{ width, height, levels: image.levels },
    ...(inWell !== null && { well: inWell }),
  };
}

/** What Grove itself wrote. */
function writtenName(group: ZarrGroup): { name: string | null; well: string | null } {
  const scene = asObject(member(asObject(member(group.all, 'grove')), 'scene'));
  return { name: asName(member(scene, 'name')), well: asName(member(scene, 'well')) };
}

/** The name of the image; paths and numbers that writers put there are no names. */
function titleOf({ multiscale }: SceneImage): string | null {
  const name = multiscale.name?.trim() ?? '';
  return name === '' || /^[\d/\\]*$/.test(name) ? null : name;
}

function pixelSize(image: SceneImage, xml: OmeImage | null): PixelSizeUm {
  const size = (axis: 'x' | 'y' | 'z'): number | null => {
    const other = xml?.physicalSize[axis];
    return stepOf(image, axis, lengthUm) ?? (other === undefined ? null : toMicrometres(other.value, other.unit));
  };
  return { x: size('x'), y: size('y'), z: size('z') };
}

/** What one step along an axis of the full resolution is worth, where its unit is told. */
function stepOf(image: SceneImage, role: AxisRole, convert: (value: number, unit: string) => number | null): number | null {
  const place = image.axes.findIndex((axis) => axis.role === role);
  const unit = image.axes[place]?.unit ?? null;
  const step = image.multiscale.datasets[0]!.scale?.[place];
  return unit === null || step === undefined ? null : convert(step, unit);
}

function typeNotes(type: string): string[] {
  if (type === 'bool') return ['Its truth values are shown as 0 and 1.'];
  if (type === 'int64' || type === 'uint64') return [`Its ${type} numbers are read as 32-bit ones; larger ones are refused.`];
  return [];
}
