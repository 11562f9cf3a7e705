/**
 * Runs the bundled Electron application on the fake Electron in a process of its own: node run-bundle.ts FOLDER. Works through
 * the bridge as the window would and prints what it saw as JSON.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GroveBridge } from '#contract/shell.ts';
import { createBridgeClient } from '../../renderer/client/bridge-client.ts';
import { until } from '../server/test-application.ts';

const folder = process.argv[2] ?? '';
const fakeUrl = new URL('../app/fake-electron.ts', import.meta.url).href;
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: fakeUrl, shortCircuit: true } : next(name, context)),
});
const { app, fake } = (await import(fakeUrl)) as typeof import('../app/fake-electron.ts');

fake.userData = folder;
await import(pathToFileURL(join(folder, 'main/index.js')).href);
await fake.start();
await until(() => fake.menu !== null);
const client = createBridgeClient(fake.windows[0]!.webContents.page!.world.grove as GroveBridge);

const { host } = await client.call('app.info', {});
const project = await client.call('project.current', {});
const image = project!.images[0]!;
const plane = { scene: 0, z: 0, t: 0 };
const tile = await client.call('images.tile', { imageId: image.id, plane, level: 0, column: 0, row: 0, priority: 0 });
for (const [n, { value }] of project!.classes.entries()) {
  const box = { x: 10 + 200 * n, y: 10, width: 64, height: 64 };
  const stroke = { box, mask: new Uint8Array(8 * 64).fill(255), value, onlyOver: null };
  await client.call('labels.paint', { imageId: image.id, plane, stroke });
}
const model = await client.call('classifier.train', {});
const prediction = await client.call('prediction.tile', {
  modelId: model.id,
  imageId: image.id,
  plane,
  level: 0,
  column: 0,
  row: 0,
  probabilityOf: null,
  priority: 0,
});

app.quit();
await until(() => fake.exitCode !== null);
console.log(
  JSON.stringify({
    host,
    images: project!.images.length,
    tile: [tile.width, tile.height, tile.data.length / tile.channels],
    trees: model.trees,
    labels: [...new Set(prediction.labels)].sort(),
    dialogs: fake.dialogs,
    exitCode: fake.exitCode,
  }),
);
process.exit(0);
