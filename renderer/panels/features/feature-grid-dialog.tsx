import { Checkbox, Dialog } from '@blueprintjs/core';
import type { KeyboardEvent } from 'react';
import { gridPlanes } from '#core/model/feature-set-id.ts';
import {
  DEFAULT_GRID,
  MULTISCALE_FAMILIES,
  MULTISCALE_SIGMAS,
  type MultiscaleFamily,
  type MultiscaleGrid,
} from '#core/model/features.ts';
import { boxBeside, FAMILY_LABELS, tickedOf, withCells } from '../../state/feature-grid.ts';
import { useApp } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';

/** Which Multi-scale features are computed at which scales. Nothing is used until Use. */
export function FeatureGridDialog({ grid }: { readonly grid: MultiscaleGrid }) {
  const app = useApp();
  const planes = gridPlanes(grid);
  const close = (): void => app.frame.patch({ dialog: null });
  const edit = app.features.editGrid;
  return (
    <Dialog isOpen title="Multi-scale features" className="dialog feature-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">
          Small scales see fine detail, large ones the surroundings; each box costs time. Arrow keys go from box to box.
        </p>
        <GridTable grid={grid} />
        <p role="status" className={planes === 0 ? 'hint' : 'quiet'}>
          {planes === 0 ? 'Tick at least one box.' : `${planes} ${planes === 1 ? 'feature' : 'features'} of each channel`}
        </p>
      </div>
      <DialogFoot action="Use" run={app.features.useGrid} close={close} disabled={planes === 0}>
        <button type="button" className="button" onClick={() => edit(DEFAULT_GRID)}>
          Usual
        </button>
        <button
          type="button"
          className="button"
          onClick={() => edit(withCells({}, MULTISCALE_FAMILIES, MULTISCALE_SIGMAS, true))}
        >
          All
        </button>
        <button type="button" className="button" onClick={() => edit({})}>
          None
        </button>
      </DialogFoot>
    </Dialog>
  );
}

/** Row 0 and column 0 hold the boxes of whole columns and rows. */
function GridTable({ grid }: { readonly grid: MultiscaleGrid }) {
  return (
    <table className="feature-grid" aria-label="Features by scale" onKeyDown={moveFocus}>
      <thead>
        <tr>
          <td />
          {MULTISCALE_SIGMAS.map((sigma, i) => (
            <th key={sigma} scope="col">
              <Box grid={grid} families={MULTISCALE_FAMILIES} sigmas={[sigma]} place={[0, i + 1]} label={`σ ${sigma}`} shown />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {MULTISCALE_FAMILIES.map((family, row) => (
          <tr key={family}>
            <th scope="row">
              <Box
                grid={grid}
                families={[family]}
                sigmas={MULTISCALE_SIGMAS}
                place={[row + 1, 0]}
                label={FAMILY_LABELS[family]}
                shown
              />
            </th>
            {MULTISCALE_SIGMAS.map((sigma, i) => (
              <td key={sigma}>
                <Box
                  grid={grid}
                  families={[family]}
                  sigmas={[sigma]}
                  place={[row + 1, i + 1]}
                  label={`${FAMILY_LABELS[family]} at σ ${sigma}`}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface BoxProps {
  readonly grid: MultiscaleGrid;
  /** What the box stands for. */
  readonly families: readonly MultiscaleFamily[];
  readonly sigmas: readonly number[];
  /** Row and column. */
  readonly place: readonly [number, number];
  readonly label: string;
  /** Whether the name stands beside the box; a reader hears it in any case. */
  readonly shown?: boolean;
}

function Box({ grid, families, sigmas, place, label, shown = false }: BoxProps) {
  const app = useApp();
  const ticked = tickedOf(grid, families, sigmas);
  return (
    <Checkbox
      checked={ticked === 'all'}
      indeterminate={ticked === 'some'}
      aria-label={label}
      data-row={place[0]}
      data-column={place[1]}
      {...(shown && { label })}
      onChange={() => app.features.editGrid(withCells(grid, families, sigmas, ticked !== 'all'))}
    />
  );
}

function moveFocus(event: KeyboardEvent<HTMLTableElement>): void {
  const { target } = event;
  if (!(target instanceof HTMLInputElement)) return;
  const next = boxBeside(Number(target.dataset.row), Number(target.dataset.column), event.key);
  if (next === null) return;
  event.preventDefault();
  event.currentTarget.querySelector<HTMLInputElement>(`[data-row="${next.row}"][data-column="${next.column}"]`)?.focus();
}
