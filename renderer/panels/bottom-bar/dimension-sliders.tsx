import { sceneOf } from '#core/model/scene.ts';
import { openRecord } from '../../state/open-scene.ts';
import { planeSizes } from '../../state/scrub.ts';
import { useWorkspace } from '../app-context.tsx';
import { DimensionRow } from './dimension-row.tsx';

const AXES = ['scene', 'z', 't'] as const;

/** A slider for every axis with more than one place. */
export function DimensionSliders() {
  const info = useWorkspace((workspace) => openRecord(workspace)?.info ?? null);
  const plane = useWorkspace((workspace) => workspace.plane);
  if (!info) return <div className="dimensions" />;
  const scene = sceneOf(info, Math.min(plane.scene, info.sizeScene - 1));
  const sizes = planeSizes(info);
  const axes = AXES.filter((axis) => sizes[axis] > 1);
  return (
    <div className="dimensions">
      {axes.length === 0 && <span className="quiet">one plane</span>}
      {axes.map((axis) => (
        <DimensionRow key={axis} axis={axis} size={sizes[axis]} plane={plane} info={info} scene={scene} />
      ))}
    </div>
  );
}
