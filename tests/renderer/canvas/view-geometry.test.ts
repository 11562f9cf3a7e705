import { describe, expect, it } from 'vitest';
import { FIRST_PLANE } from '#core/model/image.ts';
import { DEFAULT_TRAINING, type ImageRecord, type ProjectInfo } from '#core/model/project.ts';
import { heatMap } from '../../../renderer/canvas/heat-map.ts';
import { pieceQuad } from '../../../renderer/canvas/pane.ts';
import { layoutPanes, PANE_GAP } from '../../../renderer/canvas/pane-layout.ts';
import { createViewCamera, visibleRect } from '../../../renderer/canvas/view-camera.ts';
import { initialWorkspace } from '../../../renderer/state/initial-workspace.ts';
import { observable } from '../../../renderer/state/observable.ts';
import type { Workspace } from '../../../renderer/state/workspace.ts';

const image = (id: string, width: number, height: number): ImageRecord => ({
  id,
  name: id,
  path: id,
  contentHash: id,
  fileBytes: 0,
  info: {
    format: 'tiff',
    width,
    height,
    sizeScene: 1,
    sizeZ: 1,
    sizeT: 1,
    channels: [{ name: 'a', color: null }],
    rgb: false,
    pixelType: 'uint8',
    pixelSizeUm: { x: null, y: null, z: null },
    levels: [{ width, height, downsample: 1 }],
    chunk: { width: 256, height: 256 },
  },
  display: [],
  training: false,
  missing: false,
  labels: {},
});
const project: ProjectInfo = {
  path: 'p',
  name: 'p',
  readOnly: false,
  revision: 0,
  images: [image('one', 1000, 500), image('two', 4000, 4000)],
  classes: [],
  training: DEFAULT_TRAINING,
  models: [],
  history: { canUndo: false, canRedo: false, undoLabel: null, redoLabel: null },
};

function opened(imageId: string) {
  const workspace = observable<Workspace>({ ...initialWorkspace(), project, imageId, plane: FIRST_PLANE });
  const camera = createViewCamera(workspace);
  camera.setView({ width: 800, height: 600 });
  camera.followImage();
  return { workspace, camera, now: () => workspace.get().camera };
}

describe('the camera of the viewer', () => {
  it('opens an image fitted and keeps it fitted while the window is resized', () => {
    const { camera, now } = opened('one');
    expect(now().zoom).toBe(0.8);
    camera.setView({ width: 400, height: 600 });
    expect(now().zoom).toBe(0.4);
    camera.zoomTo(1);
    camera.setView({ width: 800, height: 600 });
    expect(now().zoom).toBe(1);
  });

  it('finds an image again as it was left', () => {
    const { workspace, camera, now } = opened('two');
    camera.goTo(3000, 1000, 2);
    const left = now();
    workspace.patch({ imageId: 'one' });
    camera.followImage();
    expect(now().zoom).toBe(0.8);
    workspace.patch({ imageId: 'two' });
    camera.followImage();
    expect(now()).toEqual(left);
  });

  it('remembers the view, not what a closed project resets it to', () => {
    const { workspace, camera, now } = opened('two');
    camera.goTo(3000, 1000, 2);
    const left = now();
    workspace.patch({ imageId: null, camera: { x: 0, y: 0, zoom: 1 } });
    camera.followImage();
    workspace.patch({ imageId: 'two' });
    camera.followImage();
    expect(now()).toEqual(left);
  });

  it('moves nothing while no image is open', () => {
    const workspace = observable<Workspace>({ ...initialWorkspace() });
    const camera = createViewCamera(workspace);
    camera.setView({ width: 800, height: 600 });
    camera.zoomBy(2);
    camera.fit();
    expect(workspace.get().camera).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  it('tells what is in view in whole pixels inside the image', () => {
    const view = { width: 100, height: 100 };
    expect(visibleRect({ x: 10.5, y: -20, zoom: 2 }, view, { width: 40, height: 40 })).toEqual({
      x: 10,
      y: 0,
      width: 30,
      height: 30,
    });
    expect(visibleRect({ x: 900, y: 900, zoom: 2 }, view, { width: 40, height: 40 })).toEqual({
      x: 39,
      y: 39,
      width: 1,
      height: 1,
    });
  });
});

describe('panes', () => {
  const state = { ...initialWorkspace(), camera: { x: 100, y: 50, zoom: 2 } };

  it('share one camera when the view is split, with the result on the right', () => {
    const [left, right] = layoutPanes({ width: 801, height: 300 }, { ...state, split: true });
    expect(left.size).toEqual(right.size);
    expect(right.x).toBe(left.size.width + PANE_GAP);
    expect(left.camera).toEqual(right.camera);
    expect([left.layers, right.layers]).toEqual([
      { result: null, labels: true },
      { result: 'shown', labels: true },
    ]);
  });

  it('show two compared results and where they differ', () => {
    const shown = { id: 'a', classColors: [1, 2], stamp: 1 };
    const compared = { ...state, split: true, comparison: { first: shown, second: { ...shown, id: 'b' } } };
    const panes = layoutPanes({ width: 800, height: 300 }, compared);
    expect(panes.map(({ layers }) => layers.result)).toEqual(['first', 'second', 'difference']);
    expect(new Set(panes.map(({ size }) => size.width))).toEqual(new Set([265]));
    expect(panes.at(-1)!.x + 265).toBeLessThanOrEqual(800);
  });

  it('show the bare image while overlays are hidden', () => {
    const hidden = { ...state, overlay: { ...state.overlay, hidden: true } };
    expect(layoutPanes({ width: 800, height: 300 }, hidden).map(({ layers }) => layers)).toEqual([
      { result: null, labels: false },
    ]);
  });

  it('cut the tiles off at their edges, texel for pixel', () => {
    const [pane] = layoutPanes({ width: 200, height: 100 }, state);
    const quad = pieceQuad(pane, { downsample: 1 }, { column: 0, row: 0 }, { x0: 0, y0: 0, x1: 256, y1: 256 }, 256, false);
    expect(quad?.at).toEqual({ x0: 0, y0: 0, x1: 200, y1: 100 });
    expect(quad?.texels).toEqual({ x0: 100, y0: 50, x1: 200, y1: 100 });
    const coarse = pieceQuad(pane, { downsample: 4 }, { column: 0, row: 0 }, { x0: 0, y0: 0, x1: 128, y1: 256 }, 256, true);
    expect(coarse?.at).toEqual({ x0: 0, y0: 0, x1: 56, y1: 100 });
    expect(coarse?.texels).toEqual({ x0: 25, y0: 12.5, x1: 32, y1: 25 });
    expect(
      pieceQuad(pane, { downsample: 1 }, { column: 9, row: 0 }, { x0: 2304, y0: 0, x1: 2560, y1: 256 }, 256, false),
    ).toBeNull();
  });
});

describe('the heat map', () => {
  it('grows steadily brighter, so that it reads without colour too', () => {
    const table = heatMap();
    const linear = (byte: number) => ((byte / 255 + 0.055) / 1.055) ** 2.4;
    let before = -1;
    for (let i = 0; i < 256; i += 5) {
      const [r, g, b] = [table[i * 4], table[i * 4 + 1], table[i * 4 + 2]].map(linear);
      const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
      expect(luminance).toBeGreaterThan(before);
      before = luminance;
      expect(table[i * 4 + 3]).toBe(255);
    }
    expect(before).toBeGreaterThan(0.75);
  });
});
