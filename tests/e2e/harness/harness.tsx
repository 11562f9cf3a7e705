/// <reference types="vite/client" />
/** The panels over the scripted host, to look at them without a real one: `?scene=start|label|trained|images|models|plate|stack`. */
import '@blueprintjs/core/lib/css/blueprint.css';
import { createRoot } from 'react-dom/client';
import { AppProvider } from '../../../renderer/panels/app-context.tsx';
import { AppFrame } from '../../../renderer/panels/frame/app-frame.tsx';
import { createApp } from '../../../renderer/state/app.ts';
import { BROWSER } from '../../../renderer/state/platform.ts';
import '../../../renderer/styles/tokens.css';
import '../../../renderer/styles/frame.css';
import '../../../renderer/styles/controls.css';
import '../../../renderer/styles/panels.css';
import '../../../renderer/styles/dimensions.css';
import '../../../renderer/styles/dialogs.css';
import { createScriptedHost } from '../../renderer/scripted-host.ts';
import { PLATE_IMAGE, STACK_IMAGE } from './many-planes.ts';
import { withPixels } from './with-pixels.ts';

const scene = new URLSearchParams(location.search).get('scene') ?? 'start';
const host = createScriptedHost(scene === 'plate' ? [PLATE_IMAGE] : scene === 'stack' ? [STACK_IMAGE] : undefined);
const app = createApp(withPixels(host.client), BROWSER);
createRoot(document.getElementById('root') ?? document.body).render(
  <AppProvider value={app}>
    <AppFrame />
  </AppProvider>,
);
await app.project.start();
const stroke = (value: number, width: number) => ({
  box: { x: 0, y: 0, width, height: 20 },
  mask: new Uint8Array(Math.ceil(width / 8) * 20),
  value,
  onlyOver: null,
});
if (scene !== 'start') {
  await app.project.openSample();
  const { plane, imageId } = app.workspace.get();
  const paint = (value: number, width: number, at = plane) => app.painting.paint(imageId ?? '', at, stroke(value, width));
  await paint(1, 300);
  for (const place of [1, 7, 11]) await paint(1, 300, { scene: place % 3, z: place, t: place % 2 });
  if (scene !== 'label') {
    await paint(2, 24);
    await app.training.trainAndSegment();
    await app.training.trainAndSegment();
    app.view.setStep(scene === 'models' ? 'models' : scene === 'images' ? 'images' : 'label');
  }
}
document.body.dataset.ready = 'true';
