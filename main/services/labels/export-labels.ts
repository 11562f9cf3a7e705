import type { Progress } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import { LABEL_TILE } from '#core/model/label.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import { copyRegion } from '#core/raster/copy-region.ts';
import { type ImagePart, partOf } from '../export/export-request.ts';
import { checkOutputFile } from '../output-file.ts';
import type { Clock, ProjectStore, ResultFiles, ResultImage } from '../ports.ts';
import { checkResultEnding, writeResult } from '../write-result.ts';

export interface LabelExport {
  readonly image: ImageRecord;
  /** .ome.tif, .tif, .ome.zarr, .png for one plane, or a place such as image.ome.zarr/labels/NAME. */
  readonly path: string;
  /** Text of a subset; empty = all planes of the image. */
  readonly subset: string;
  /** Files that must not be overwritten. */
  readonly inputs: readonly string[];
}

export interface LabelWriting {
  readonly files: ResultFiles;
  readonly clock: Clock;
  readonly appVersion: string;
}

export interface ExportedLabels {
  readonly path: string;
  readonly planes: number;
  readonly width: number;
  readonly height: number;
}

/** Labels are read from the project one tile after the other; more at once would only hold more of them in memory. */
const AHEAD = 2;

/**
 * Writes the labels of an image as a label image of 8 bits: k = the k-th class of the list, 0 = unlabelled, with the pixel size of
 * the image. Throws 'invalid-input' where the part has no labels or the file cannot hold it, and what writing throws.
 */
export async function exportLabels(
  store: ProjectStore,
  { image, path, subset, inputs }: LabelExport,
  { files, clock, appVersion }: LabelWriting,
  options: { readonly signal?: AbortSignal; readonly progress?: (progress: Progress) => void } = {},
): Promise<ExportedLabels> {
  checkResultEnding(path);
  await checkOutputFile(path, inputs);
  const part = partOf(image, subset);
  const labelled = new Set(store.labelledTiles(image.id).map(({ plane }) => planeKey(plane)));
  if (!part.planes.some((plane) => labelled.has(planeKey(plane)))) {
    const message = `${image.name} has no labels ${subset === '' ? 'yet; paint or import some' : `in ${subset}; choose planes that have`}.`;
    throw new GroveError('invalid-input', message, { file: image.path });
  }
  const classes = store.classes();
  const numbers = new Uint8Array(256);
  for (const [k, { value }] of classes.entries()) numbers[value] = k + 1;
  const named = classes.map(({ name }, k) => `${k + 1} = ${name}`).join(', ');
  const description = `Labels of ${image.name}, exported by Grove ${appVersion}. Classes: ${named}.`;
  const labelClasses = classes.map(({ name, color }, k) => ({ value: k + 1, name, color }));
  const result = { ...labelResult(image, part, path, description), labelClasses };
  await writeResult(
    result,
    async (plane, rect) => {
      const scene = part.scenes[plane.scene]!;
      const source = { ...part.planes[plane.t * part.sizeZ + plane.z]!, scene };
      const { x, y } = part.regions.get(scene)!;
      return labelsIn(store, image.id, source, { ...rect, x: rect.x + x, y: rect.y + y }, numbers);
    },
    { files, clock, stage: 'Exporting labels', ahead: AHEAD, ...options },
  );
  const { width, height } = result.scenes[0]!;
  return { path, planes: part.planes.length, width, height };
}

const planeKey = ({ scene, z, t }: PlaneIndex): string => `${scene}/${z}/${t}`;

/** An 8-bit image of one channel that lies over a part of another one. */
export function labelResult(
  { info }: Pick<ImageRecord, 'info'>,
  part: Pick<ImagePart, 'scenes' | 'sizeZ' | 'sizeT' | 'regions'>,
  path: string,
  description: string,
): ResultImage {
  return {
    path,
    scenes: part.scenes.map((scene) => {
      const { name, well } = sceneOf(info, scene);
      const { width, height } = part.regions.get(scene)!;
      return { name, width, height, ...(well !== undefined && { well }) };
    }),
    sizeZ: part.sizeZ,
    sizeT: part.sizeT,
    channels: [{ name: 'Labels', color: null }],
    pixelType: 'uint8',
    pixelSizeUm: info.pixelSizeUm,
    ...(info.timeStepS !== undefined && part.sizeT > 1 && { timeStepS: info.timeStepS }),
    coarsen: 'nearest',
    description,
  };
}

/** Class numbers of a rectangle of a plane, shape (height, width). */
function labelsIn(store: ProjectStore, imageId: string, plane: PlaneIndex, rect: Rect, numbers: Uint8Array): Uint8Array {
  const out = new Uint8Array(rect.width * rect.height);
  const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
  for (let row = Math.floor(rect.y / LABEL_TILE); row * LABEL_TILE < bottom; row++) {
    for (let column = Math.floor(rect.x / LABEL_TILE); column * LABEL_TILE < right; column++) {
      const tile = store.labelTile(imageId, plane, column, row);
      if (tile === null) continue;
      const x = Math.max(rect.x, column * LABEL_TILE);
      const y = Math.max(rect.y, row * LABEL_TILE);
      const width = Math.min(right, (column + 1) * LABEL_TILE) - x;
      const height = Math.min(bottom, (row + 1) * LABEL_TILE) - y;
      const from = (y - row * LABEL_TILE) * LABEL_TILE + x - column * LABEL_TILE;
      copyRegion(tile, from, LABEL_TILE, out, (y - rect.y) * rect.width + x - rect.x, rect.width, width, height);
    }
  }
  for (let i = 0; i < out.length; i++) out[i] = numbers[out[i]!]!;
  return out;
}
