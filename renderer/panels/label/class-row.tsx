import { Menu, MenuDivider, MenuItem } from '@blueprintjs/core';
import { EyeOff, EyeOpen, More } from '@blueprintjs/icons';
import { useState } from 'react';
import type { LabelClass } from '#core/model/label.ts';
import { useApp } from '../app-context.tsx';
import { ColorButton } from '../controls/color-button.tsx';
import { EditableName } from '../controls/editable-name.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { Popup } from '../controls/popup.tsx';
import { cssColor, pixelCount } from '../formats.ts';

interface Props {
  readonly one: LabelClass;
  /** Place in the list, 0 = first. */
  readonly place: number;
  readonly last: number;
  /** Labelled pixels over all training images, and as a share of the most labelled class. */
  readonly count: number;
  readonly share: number;
  readonly active: boolean;
  readonly dropTarget: boolean;
  readonly readOnly: boolean;
  onDragStart(): void;
  onDragOver(): void;
  onDragEnd(): void;
  onDrop(): void;
}

export function ClassRow(props: Props) {
  const { one, place, last, count, share, active, dropTarget, readOnly } = props;
  const app = useApp();
  const [editing, setEditing] = useState(false);
  const classNames = ['row', 'class-row', active && 'on', dropTarget && 'drop-target', !one.visible && 'dimmed'];

  const menu = (
    <Menu small>
      <MenuItem text="Rename" label="F2" onClick={() => setEditing(true)} />
      <MenuItem text="Move up" disabled={place === 0} onClick={() => void app.classes.move(one.value, place - 1)} />
      <MenuItem text="Move down" disabled={place === last} onClick={() => void app.classes.move(one.value, place + 1)} />
      <MenuDivider />
      <MenuItem text="Delete class and its labels" intent="danger" onClick={() => void app.classes.remove(one.value)} />
    </Menu>
  );

  return (
    // The radio inside carries the keyboard; the row only takes drops.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      className={classNames.filter(Boolean).join(' ')}
      draggable={!editing && !readOnly}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', one.name);
        props.onDragStart();
      }}
      onDragOver={(event) => {
        event.preventDefault();
        props.onDragOver();
      }}
      onDragEnd={props.onDragEnd}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        props.onDrop();
      }}
    >
      <ColorButton
        label={`Colour of ${one.name}`}
        color={one.color}
        disabled={readOnly}
        onChange={(color) => void app.classes.update(one.value, { color })}
      />
      {editing ? (
        <EditableName
          label="Class name"
          value={one.name}
          editing
          onEdit={setEditing}
          onChange={(name) => void app.classes.update(one.value, { name })}
        />
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a row of tools around a choice is more than an input
        <button
          type="button"
          role="radio"
          className="class-choice"
          aria-checked={active}
          aria-label={one.name}
          onClick={() => app.classes.choose(one.value)}
          onDoubleClick={() => !readOnly && setEditing(true)}
          onKeyDown={(event) => event.key === 'F2' && !readOnly && setEditing(true)}
        >
          <span className="name">{one.name}</span>
          <span className="count">{pixelCount(count)}</span>
        </button>
      )}
      <span className="class-end">
        <span className="bar" data-tip={`${pixelCount(count)} labelled in the training images`}>
          <span style={{ width: `${100 * share}%`, background: cssColor(one.color) }} />
        </span>
        <IconButton
          className="small reveal"
          label={one.visible ? `Hide ${one.name}` : `Show ${one.name}`}
          icon={one.visible ? <EyeOpen size={12} /> : <EyeOff size={12} />}
          disabled={readOnly}
          onClick={() => void app.classes.update(one.value, { visible: !one.visible })}
        />
        <Popup placement="bottom-end" content={menu} disabled={readOnly}>
          <button type="button" className="icon-button small reveal" aria-label={`More for ${one.name}`} disabled={readOnly}>
            <More size={12} />
          </button>
        </Popup>
      </span>
      <kbd className={place < 9 ? '' : 'none'}>{place < 9 ? place + 1 : ''}</kbd>
    </div>
  );
}
