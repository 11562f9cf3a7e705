import type { Actions } from './actions.ts';
import type { Command } from './command.ts';
import type { Step } from './workspace.ts';

const STEPS: readonly (readonly [Step, string])[] = [
  ['images', 'Images'],
  ['label', 'Label & train'],
  ['models', 'Models'],
];
const ZOOM_STEP = 1.25;

export function viewCommands(app: Actions): Command[] {
  const state = app.workspace.get;
  const hasImage = (): boolean => state().imageId !== null;
  const group = 'View';

  return [
    { id: 'view.fit', title: 'Fit the image', group, shortcuts: ['f'], enabled: hasImage, run: () => app.view.fit() },
    { id: 'view.zoom100', title: 'Zoom to 100 %', group, shortcuts: ['0'], enabled: hasImage, run: () => app.view.zoomTo(1) },
    {
      id: 'view.zoomIn',
      title: 'Zoom in',
      group,
      shortcuts: ['+', '='],
      enabled: hasImage,
      run: () => app.view.zoomBy(ZOOM_STEP),
    },
    {
      id: 'view.zoomOut',
      title: 'Zoom out',
      group,
      shortcuts: ['-'],
      enabled: hasImage,
      run: () => app.view.zoomBy(1 / ZOOM_STEP),
    },
    {
      id: 'view.overlay',
      title: 'Segmentation on or off',
      group,
      shortcuts: ['s'],
      enabled: hasImage,
      run: () => app.view.toggleOverlay(),
    },
    {
      id: 'view.hide',
      title: 'Hide everything over the image while held',
      group,
      shortcuts: ['v'],
      enabled: hasImage,
      run: () => app.view.hideOverlays(true),
      release: () => app.view.hideOverlays(false),
    },
    {
      id: 'view.auto',
      title: 'Auto contrast',
      group,
      shortcuts: ['a'],
      enabled: hasImage,
      run: () => void app.display.auto(null),
    },
    {
      id: 'view.grey',
      title: 'Blend or single channel grey',
      group,
      shortcuts: [],
      enabled: hasImage,
      run: () => app.display.setMode(state().displayMode === 'grey' ? 'blend' : 'grey'),
    },
    {
      id: 'view.range',
      title: 'Range indicator on or off',
      group,
      shortcuts: ['r'],
      enabled: hasImage,
      run: () => app.display.toggleRangeIndicator(),
    },
    {
      id: 'view.split',
      title: 'Raw and result side by side',
      group,
      shortcuts: ['d'],
      enabled: hasImage,
      run: () => app.view.toggleSplit(),
    },
    {
      id: 'view.rulers',
      title: 'Rulers on or off',
      group,
      shortcuts: [],
      enabled: hasImage,
      run: () => app.view.toggleRulers(),
    },
    ...STEPS.map(
      ([step, title]): Command => ({
        id: `step.${step}`,
        title: `Go to ${title}`,
        group: 'Window',
        shortcuts: [],
        enabled: () => state().project !== null,
        run: () => app.view.setStep(step),
      }),
    ),
    {
      id: 'window.rightPanel',
      title: 'Right panel on or off',
      group: 'Window',
      shortcuts: ['mod+b'],
      enabled: () => state().project !== null,
      run: () => app.frame.patch({ rightOpen: !app.frame.get().rightOpen }),
    },
  ];
}
