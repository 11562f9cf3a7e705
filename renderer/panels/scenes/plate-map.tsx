import { Fragment, useRef } from 'react';
import { type PlateLayout, rowName, type Well, wellBeside } from '../../state/plate-layout.ts';

interface Props {
  readonly plate: PlateLayout;
  /** Scene on screen. */
  readonly shown: number;
  /** Scenes with labels. */
  readonly labelled: ReadonlyMap<number, unknown>;
  onShow(scene: number): void;
}

/** The plate seen from above: a click shows the first field of a well, further clicks the next ones. */
export function PlateMap({ plate, shown, labelled, onShow }: Props) {
  const grid = useRef<HTMLFieldSetElement>(null);
  const byPlace = new Map(plate.wells.map((well) => [`${well.row}/${well.column}`, well]));
  const current = plate.wells.find((well) => well.scenes.includes(shown)) ?? plate.wells[0];
  const next = ({ scenes }: Well): number => scenes[(scenes.indexOf(shown) + 1) % scenes.length]!;
  const columns = Array.from({ length: plate.columns }, (_, column) => column);
  const rows = Array.from({ length: plate.rows }, (_, row) => row);

  const onKey = (event: React.KeyboardEvent, well: Well): void => {
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const beside = wellBeside(plate, well, event.key);
    if (beside) grid.current?.querySelector<HTMLElement>(`[data-well="${beside.name}"]`)?.focus();
  };

  return (
    <fieldset
      ref={grid}
      className={plate.columns > 24 ? 'plate dense' : 'plate'}
      aria-label="Plate"
      style={{ ['--columns' as string]: plate.columns }}
    >
      <span />
      {columns.map((column) => (
        <span key={column} className="plate-name" aria-hidden>
          {plate.columns <= 24 || column % 4 === 3 || column === 0 ? column + 1 : ''}
        </span>
      ))}
      {rows.map((row) => (
        <Fragment key={row}>
          <span className="plate-name" aria-hidden>
            {rowName(row)}
          </span>
          {columns.map((column) => {
            const well = byPlace.get(`${row}/${column}`);
            if (!well) return <span key={column} className="well none" aria-hidden />;
            const marked = well.scenes.some((scene) => labelled.has(scene));
            const fields = well.scenes.length === 1 ? '1 field' : `${well.scenes.length} fields`;
            const text = `${well.name}, ${fields}${marked ? ', labelled' : ''}`;
            return (
              <button
                key={column}
                type="button"
                className={marked ? 'well labelled' : 'well'}
                data-well={well.name}
                data-tip={text.replaceAll(', ', '  ·  ')}
                aria-label={`Well ${text}`}
                aria-pressed={well === current && well.scenes.includes(shown)}
                tabIndex={well === current ? 0 : -1}
                onClick={() => onShow(next(well))}
                onKeyDown={(event) => onKey(event, well)}
              />
            );
          })}
        </Fragment>
      ))}
    </fieldset>
  );
}
