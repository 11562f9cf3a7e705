/**
 * `npm run bench:live`: a stroke in Live mode on a 4096² image with 200,000 labelled pixels until the visible 1024² are redrawn, as the
 * window asks for it, beside one full training and segmentation of the same project, whose caches are empty. Compare the ratio.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Input, Method, Output } from '#contract/contract.ts';
import { FIRST_PLANE } from '#core/model/image.ts';
import { drawNuclei } from '#core/samples/nuclei.ts';
import { compose } from '../../main/compose.ts';
import { resultFiles } from '../../main/formats/result-files.ts';
import { createDispatch } from '../../main/services/dispatch.ts';
import { inFolder } from './image-reading.ts';

const EDGE = 4096;
/** The drawing is repeated over the image. */
const DRAWN = 1024;
const VIEW = { x: 1024, y: 1024, edge: 1024 };
const TILE = 256;
const STROKES = 7;

const { pixels, truth } = drawNuclei({ width: DRAWN, height: DRAWN, seed: 1 });

async function writeImage(path: string): Promise<void> {
  const writer = await resultFiles.omeTiff({
    ...{ path, scenes: [{ name: 'Scene 1', width: EDGE, height: EDGE }], sizeZ: 1, sizeT: 1, coarsen: 'mean', description: '' },
    ...{ channels: [{ name: 'Grey', color: null }], pixelType: 'uint16', pixelSizeUm: { x: null, y: null, z: null } },
  });
  const { tileEdge } = writer;
  for (let y = 0; y < EDGE; y += tileEdge) {
    for (let x = 0; x < EDGE; x += tileEdge) {
      const tile = new Uint16Array(tileEdge * tileEdge);
      for (let i = 0; i < tile.length; i++) {
        tile[i] = pixels[((y + Math.floor(i / tileEdge)) % DRAWN) * DRAWN + ((x + (i % tileEdge)) % DRAWN)]!;
      }
      await writer.write(tile);
    }
  }
  await writer.finish();
}

async function session(folder: string, project: string, create: boolean) {
  const application = await compose({
    host: 'server',
    dataFolder: join(folder, 'data'),
    cacheFolder: join(folder, randomUUID()),
  });
  const dispatch = createDispatch(application.handlers);
  const call = <M extends Method>(method: M, input: Input<M>): Promise<Output<M>> =>
    dispatch.call(method, input, { onProgress: () => undefined }) as Promise<Output<M>>;
  await call(create ? 'project.create' : 'project.open', { path: project });
  return { application, call };
}
type Session = Awaited<ReturnType<typeof session>>;

/** Paints what is true of a class in a square. */
async function paint({ call }: Session, imageId: string, value: number, x: number, y: number, edge: number): Promise<number> {
  const mask = new Uint8Array(Math.ceil(edge / 8) * edge);
  let count = 0;
  for (let i = 0; i < edge * edge; i++) {
    const [dx, dy] = [i % edge, Math.floor(i / edge)];
    if (truth[((y + dy) % DRAWN) * DRAWN + ((x + dx) % DRAWN)] !== value) continue;
    mask[dy * Math.ceil(edge / 8) + (dx >> 3)]! |= 1 << (dx & 7);
    count++;
  }
  await call('labels.paint', {
    imageId,
    plane: FIRST_PLANE,
    stroke: { box: { x, y, width: edge, height: edge }, mask, value, onlyOver: null },
  });
  return count;
}

/** As the window after a stroke: train, then all tiles in sight. */
async function redraw({ call }: Session, imageId: string): Promise<void> {
  const { id } = await call('classifier.trainLive', { quick: true });
  const across = VIEW.edge / TILE;
  await Promise.all(
    Array.from({ length: across ** 2 }, (_, i) =>
      call('prediction.tile', {
        ...{ modelId: id, imageId, plane: FIRST_PLANE, level: 0, probabilityOf: null, priority: 0 },
        column: VIEW.x / TILE + (i % across),
        row: VIEW.y / TILE + Math.floor(i / across),
      }),
    ),
  );
}

await inFolder(async (folder) => {
  const image = join(folder, 'image.ome.tif');
  const project = join(folder, 'live.grove');
  await writeImage(image);
  const live = await session(folder, project, true);
  const { added } = await live.call('images.add', { paths: [image] });
  const { id } = added[0]!;
  await live.call('classes.add', { name: 'Background', color: 0x3060c0 });
  await live.call('classes.add', { name: 'Nucleus', color: 0xf0a030 });
  let labelled = 0;
  for (let k = 0; labelled < 200_000; k++) {
    const [x, y] = [(k * 613) % (EDGE - 96), (k * 379) % (EDGE - 96)];
    labelled += (await paint(live, id, 1, x, y, 64)) + (await paint(live, id, 2, x, y, 96));
  }
  await redraw(live, id);
  const strokes: number[] = [];
  for (let k = 0; k < STROKES; k++) {
    const started = performance.now();
    await paint(live, id, 1 + (k % 2), VIEW.x + 90 * k, VIEW.y + 100 * k, 40);
    await redraw(live, id);
    strokes.push((performance.now() - started) / 1000);
  }
  await live.application.close();

  const whole = await session(folder, project, false);
  const started = performance.now();
  const model = await whole.call('classifier.train', {});
  const trained = performance.now();
  await whole.call('segmentation.run', { modelId: model.id, imageId: id, plane: FIRST_PLANE, subset: null });
  const [training, all] = [(trained - started) / 1000, (performance.now() - started) / 1000];
  await whole.application.close();
  const stroke = strokes.toSorted((a, b) => a - b)[STROKES >> 1]!;
  console.log(`4096² uint16, ${labelled} labelled pixels`);
  console.log(`  a stroke in Live mode    ${stroke.toFixed(3)} s (${strokes.map((one) => one.toFixed(3)).join(' ')})`);
  console.log(`  full training + segment  ${all.toFixed(3)} s, of which training ${training.toFixed(3)} s`);
  console.log(`  ratio                    1/${(all / stroke).toFixed(1)}`);
});
