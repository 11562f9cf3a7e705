import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canonicalFeatureSet, gridPlanes } from '#core/model/feature-set-id.ts';
import { DEFAULT_GRID, MULTISCALE_FAMILIES, MULTISCALE_SIGMAS } from '#core/model/features.ts';
import type { App } from '../../renderer/state/app.ts';
import { boxBeside, hasCell, tickedOf, withCells } from '../../renderer/state/feature-grid.ts';
import { settle, startInSample } from './start-app.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const setOf = (app: App): string | undefined => app.workspace.get().project?.training.set;

describe('the choice of features', () => {
  it('trains on the usual grid at first, and the project learns of it', async () => {
    const { app, host } = await startInSample();
    app.features.choose('multiscale');
    expect(setOf(app)).toBe(canonicalFeatureSet('multiscale'));
    await settle(1000);
    expect(host.project()?.training.set).toBe(canonicalFeatureSet('multiscale'));
  });

  it('comes back to the settings that a kind had', async () => {
    const { app } = await startInSample();
    app.training.set({ set: 'scattering(scales:3;order:1)' });
    app.features.choose('multiscale');
    app.features.use({ set: 'multiscale', grid: { hessian: [1] } });
    app.features.choose('basic33');
    expect(setOf(app)).toBe('basic33');
    app.features.choose('multiscale');
    expect(setOf(app)).toBe('multiscale(hessian:1)');
    app.features.choose('scattering');
    expect(setOf(app)).toBe('scattering(scales:3;order:1)');
  });

  it('asks for the names of a set once, and again where it failed', async () => {
    const { app, host } = await startInSample();
    host.gate = (method) => (method === 'features.names' ? Promise.reject(new Error('gone')) : undefined);
    app.features.wantNames('multiscale(hessian:1)');
    await settle(10);
    expect(app.frame.get().featureNames.size).toBe(0);
    host.gate = () => undefined;
    app.features.wantNames('multiscale(hessian:1)');
    app.features.wantNames('multiscale(hessian:1)');
    await settle(10);
    expect(app.frame.get().featureNames.get('multiscale(hessian:1)')).toEqual(['Plane 0', 'Plane 1']);
    expect(host.calls.filter(({ method }) => method === 'features.names')).toHaveLength(2);
  });
});

describe('the grid of Multi-scale features', () => {
  it('is used only when told, and never while it is empty', async () => {
    const { app } = await startInSample();
    app.features.beginGrid();
    expect(app.frame.get().dialog, 'another set is in use').toBeNull();
    app.features.choose('multiscale');
    app.features.beginGrid();
    expect(app.frame.get().dialog).toEqual({ kind: 'features', grid: DEFAULT_GRID });
    app.features.editGrid({});
    app.features.useGrid();
    expect(app.frame.get().dialog, 'an empty grid stays open').toEqual({ kind: 'features', grid: {} });
    app.features.editGrid({ tensor: [1, 5] });
    expect(setOf(app)).toBe(canonicalFeatureSet('multiscale'));
    app.features.useGrid();
    expect(app.frame.get().dialog).toBeNull();
    expect(setOf(app)).toBe('multiscale(tensor:1,5)');
  });

  it('ticks boxes, rows and columns, scales in their order', () => {
    let grid = withCells({}, ['hessian'], [5], true);
    grid = withCells(grid, ['hessian'], [0.7], true);
    expect(grid).toEqual({ hessian: [0.7, 5] });
    expect([hasCell(grid, 'hessian', 5), hasCell(grid, 'hessian', 1), hasCell(grid, 'tensor', 5)]).toEqual([true, false, false]);
    expect(tickedOf(grid, ['hessian'], MULTISCALE_SIGMAS)).toBe('some');
    expect(tickedOf(grid, ['tensor'], MULTISCALE_SIGMAS)).toBe('none');
    grid = withCells(grid, MULTISCALE_FAMILIES, [5], true);
    expect(tickedOf(grid, MULTISCALE_FAMILIES, [5])).toBe('all');
    expect(gridPlanes(grid)).toBe(8 + 2);
    grid = withCells(withCells(grid, MULTISCALE_FAMILIES, [5], false), ['hessian'], [0.7], false);
    expect(grid).toEqual({});
  });

  it('leads from box to box by arrow keys, not beyond the edges nor to the empty corner', () => {
    expect(boxBeside(2, 3, 'ArrowUp')).toEqual({ row: 1, column: 3 });
    expect(boxBeside(2, 3, 'ArrowRight')).toEqual({ row: 2, column: 4 });
    expect(boxBeside(6, 3, 'ArrowDown')).toBeNull();
    expect(boxBeside(6, 7, 'ArrowRight')).toBeNull();
    expect(boxBeside(1, 0, 'ArrowUp')).toBeNull();
    expect(boxBeside(0, 1, 'ArrowLeft')).toBeNull();
    expect(boxBeside(0, 1, 'ArrowDown')).toEqual({ row: 1, column: 1 });
    expect(boxBeside(2, 3, 'Enter')).toBeNull();
  });
});
