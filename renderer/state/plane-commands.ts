import type { Actions } from './actions.ts';
import type { Command } from './command.ts';
import { openRecord } from './open-scene.ts';
import { type PlaneAxis, planeSizes } from './scrub.ts';

const TITLES: Readonly<Record<PlaneAxis, string>> = { scene: 'scene', z: 'Z plane', t: 'time point' };
/** Planes that a step with Shift goes. */
const LEAP = 10;

/** Going through scenes, Z planes and time points. */
export function planeCommands(app: Actions): Command[] {
  const { workspace, frame, selection } = app;
  const group = 'View';
  const sizes = () => {
    const record = openRecord(workspace.get());
    return record ? planeSizes(record.info) : { scene: 1, z: 1, t: 1 };
  };
  const step = (axis: PlaneAxis, by: number, key: string): Command => ({
    id: `plane.${axis}.${Math.abs(by) === 1 ? '' : 'far'}${by > 0 ? 'next' : 'previous'}`,
    title: `${Math.abs(by) === 1 ? '' : `${LEAP} × `}${by > 0 ? 'Next' : 'Previous'} ${TITLES[axis]}`,
    group,
    shortcuts: [key],
    enabled: () => sizes()[axis] > 1,
    run: () => selection.setPlane({ [axis]: workspace.get().plane[axis] + by }),
  });
  /** The axis to be played by key: the last one, else time, else Z. */
  const playable = (): PlaneAxis | null => {
    const { playing, playedAxis } = frame.get();
    const order = [playing, playedAxis, 't', 'z', 'scene'] as const;
    return order.find((axis) => axis !== null && sizes()[axis] > 1) ?? null;
  };
  return [
    step('z', 1, 'arrowup'),
    step('z', -1, 'arrowdown'),
    step('z', LEAP, 'shift+arrowup'),
    step('z', -LEAP, 'shift+arrowdown'),
    step('t', 1, 'arrowright'),
    step('t', -1, 'arrowleft'),
    step('t', LEAP, 'shift+arrowright'),
    step('t', -LEAP, 'shift+arrowleft'),
    step('scene', 1, 'pagedown'),
    step('scene', -1, 'pageup'),
    {
      id: 'plane.play',
      title: 'Play or stop',
      group,
      shortcuts: ['.'],
      enabled: () => playable() !== null,
      run: () => {
        const axis = playable();
        if (axis !== null) app.playback.toggle(axis);
      },
    },
    {
      id: 'plane.scenes',
      title: 'Scenes and wells…',
      group,
      shortcuts: ['shift+s'],
      enabled: () => sizes().scene > 1,
      run: () => frame.patch({ scenesOpen: !frame.get().scenesOpen }),
    },
    {
      id: 'plane.labelled.next',
      title: 'Next labelled plane',
      group: 'Label',
      shortcuts: ['j'],
      enabled: () => workspace.get().imageId !== null,
      run: () => app.labelledPlanes.go(1),
    },
    {
      id: 'plane.labelled.previous',
      title: 'Previous labelled plane',
      group: 'Label',
      shortcuts: ['shift+j'],
      enabled: () => workspace.get().imageId !== null,
      run: () => app.labelledPlanes.go(-1),
    },
  ];
}
