/** A page with nothing but the viewer, over a host made of formulas. Its address sets size, type, channels and delay. */
import { FIRST_PLANE, type PixelType } from '#core/model/image.ts';
import { DEFAULT_TRAINING, type ImageRecord, type ProjectInfo } from '#core/model/project.ts';
import { createViewer, type Viewer } from '../../../renderer/canvas/viewer.ts';
import { initialWorkspace } from '../../../renderer/state/initial-workspace.ts';
import { type MutableObservable, observable } from '../../../renderer/state/observable.ts';
import type { Workspace } from '../../../renderer/state/workspace.ts';
import { createSyntheticHost, type SyntheticHost } from './synthetic-client.ts';
import { predictionOf, sampleOf } from './synthetic-image.ts';

export interface Fixture {
  readonly viewer: Viewer;
  readonly workspace: MutableObservable<Workspace>;
  readonly host: SyntheticHost;
  readonly errors: string[];
  readonly sampleOf: typeof sampleOf;
  readonly predictionOf: typeof predictionOf;
}

declare global {
  interface Window {
    fixture: Fixture;
  }
}

const query = new URLSearchParams(location.search);
const number = (name: string, standard: number): number => Number(query.get(name) ?? standard);

const settings = {
  width: number('width', 1024),
  height: number('height', 1024),
  channels: number('channels', 2),
  pixelType: (query.get('type') ?? 'uint16') as PixelType,
  delay: number('delay', 5),
};
const host = createSyntheticHost(settings);
const scale = settings.pixelType === 'uint8' ? 1 / 16 : settings.pixelType.startsWith('float') ? 1 / 1000 : 1;
const colors = [0x3d7eff, 0x32d583];
const display = Array.from({ length: settings.channels }, (_, channel) => ({
  color: colors[channel % 2],
  visible: channel < 2,
  min: 200 * scale,
  max: (channel % 2 === 0 ? 2600 : 1900) * scale,
  gamma: 1,
}));

const image: ImageRecord = {
  id: 'image',
  name: 'synthetic',
  path: 'synthetic.tif',
  contentHash: 'none',
  fileBytes: 0,
  info: {
    format: 'tiff',
    width: settings.width,
    height: settings.height,
    sizeScene: 1,
    sizeZ: 4,
    sizeT: 1,
    channels: display.map(({ color }, index) => ({ name: `Channel ${index}`, color })),
    rgb: false,
    pixelType: settings.pixelType,
    pixelSizeUm: { x: 0.325, y: 0.325, z: null },
    levels: [host.levels[0]],
    chunk: { width: 256, height: 256 },
  },
  display,
  training: true,
  missing: false,
  labels: {},
};

const classes = [
  { value: 1, name: 'Nucleus', color: 0xf0b726, visible: true },
  { value: 2, name: 'Mitotic', color: 0x7961db, visible: true },
  { value: 3, name: 'Background', color: 0x147eb3, visible: true },
];
const history = { canUndo: false, canRedo: false, undoLabel: null, redoLabel: null };
const project: ProjectInfo = {
  path: 'synthetic.grove',
  name: 'synthetic',
  readOnly: false,
  revision: 0,
  images: [image],
  classes,
  training: DEFAULT_TRAINING,
  models: [],
  history,
};

const workspace = observable<Workspace>({
  ...initialWorkspace(),
  project,
  imageId: image.id,
  plane: FIRST_PLANE,
  levels: host.levels,
  display,
  activeClass: 1,
  overlay: { kind: 'none', probabilityClass: 0, labelOpacity: 1, resultOpacity: 0.45, hidden: false },
});
const errors: string[] = [];
let revision = 0;

const container = document.getElementById('viewer');
if (!container) throw new Error('The page has no place for the viewer.');
const viewer = createViewer({
  container,
  client: host.client,
  workspace,
  paint: async (imageId, plane, stroke) => {
    const tiles = await host.paint(stroke);
    revision++;
    workspace.patch({ labelChange: { revision, changes: [{ imageId, plane, tiles }] } });
  },
  bucket: async (input) => {
    host.calls.push({ method: 'labels.bucket', input });
  },
  onError: (error) => {
    errors.push(error instanceof Error ? `${error.message} ${error.cause ?? ''}` : String(error));
  },
});
window.fixture = { viewer, workspace, host, errors, sampleOf, predictionOf };
