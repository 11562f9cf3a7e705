import { useEffect, useMemo, useRef, useState } from 'react';
import type { ImageInfo } from '#core/model/image.ts';
import { sceneOf } from '#core/model/scene.ts';
import { labelMarks } from '../../state/labelled-planes.ts';
import { plateLayout } from '../../state/plate-layout.ts';
import { findScenes } from '../../state/scene-search.ts';
import { useApp, useResults, useWorkspace } from '../app-context.tsx';
import { PlateMap } from './plate-map.tsx';
import { SceneRow } from './scene-row.tsx';

interface Props {
  readonly info: ImageInfo;
  onDone(): void;
}

/** All scenes of the image, to be found by name, number or well; with the plate where the scenes lie in wells. */
export function SceneNavigator({ info, onDone }: Props) {
  const app = useApp();
  const plane = useWorkspace((workspace) => workspace.plane);
  const planes = useResults((results) => results.labelledPlanes);
  const scenes = useMemo(() => Array.from({ length: info.sizeScene }, (_, scene) => sceneOf(info, scene)), [info]);
  const plate = useMemo(() => plateLayout(scenes), [scenes]);
  const labelled = useMemo(() => labelMarks(planes, plane, 'scene'), [planes, plane]);
  const [query, setQuery] = useState('');
  /** The scene that Enter shows; follows the shown one until the keys move it. */
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => findScenes(scenes, query), [scenes, query]);
  const active = found.includes(chosen ?? plane.scene) ? (chosen ?? plane.scene) : found[0];

  useEffect(() => {
    list.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  });

  const show = (scene: number): void => {
    setChosen(null);
    app.selection.setPlane({ scene });
  };
  const move = (by: number): void => {
    const at = active === undefined ? -1 : found.indexOf(active);
    setChosen(found[Math.min(found.length - 1, Math.max(0, at + by))] ?? null);
  };

  return (
    <div className="popover-body scene-navigator" role="dialog" aria-label="Scenes and wells">
      {plate && <PlateMap plate={plate} shown={plane.scene} labelled={labelled} onShow={show} />}
      <input
        className="text"
        role="combobox"
        aria-label="Search scenes"
        aria-expanded
        aria-controls="scene-list"
        aria-activedescendant={active === undefined ? undefined : `scene-${active}`}
        placeholder={plate ? 'Name, number or well, such as B3' : 'Name or number'}
        // The list is opened to find something in it.
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(null);
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            move(event.key === 'ArrowDown' ? 1 : -1);
          } else if (event.key === 'Enter' && active !== undefined) {
            event.preventDefault();
            show(active);
            onDone();
          }
        }}
      />
      <div id="scene-list" ref={list} role="listbox" aria-label="Scenes" className="scene-list">
        {found.map((scene) => (
          <SceneRow
            key={scene}
            number={scene}
            scene={scenes[scene]!}
            active={scene === active}
            shown={scene === plane.scene}
            labelled={labelled.has(scene)}
            onShow={show}
          />
        ))}
        {found.length === 0 && <p className="empty">No scene is called that.</p>}
      </div>
      <p className="quiet">
        {found.length === scenes.length ? `${scenes.length} scenes` : `${found.length} of ${scenes.length} scenes`}
        {labelled.size > 0 && ` · ${labelled.size} labelled`}
      </p>
    </div>
  );
}
