import { memo } from 'react';
import type { SceneInfo } from '#core/model/image.ts';

interface Props {
  /** Place in the file, from 0. */
  readonly number: number;
  readonly scene: SceneInfo;
  /** Enter shows it. */
  readonly active: boolean;
  readonly shown: boolean;
  readonly labelled: boolean;
  onShow(scene: number): void;
}

export const SceneRow = memo(function SceneRow({ number, scene, active, shown, labelled, onShow }: Props) {
  const { name, well, width, height } = scene;
  const spoken = [
    name,
    well === undefined || name.includes(well) ? '' : `well ${well}`,
    `${width} × ${height}`,
    labelled ? 'labelled' : '',
  ];
  return (
    // The text field keeps the focus and the keys; the pointer only clicks.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`scene-${number}`}
      role="option"
      tabIndex={-1}
      aria-selected={shown}
      aria-label={spoken.filter((part) => part !== '').join(', ')}
      className={['scene-row', active ? 'active' : '', shown ? 'on' : ''].join(' ')}
      onClick={() => onShow(number)}
    >
      <span className="scene-number">{number + 1}</span>
      {well !== undefined && <span className="scene-well">{well}</span>}
      <span className="name">{name}</span>
      <span className={labelled ? 'label-dot on' : 'label-dot'} />
      <span className="quiet value">{`${width} × ${height}`}</span>
    </div>
  );
});
