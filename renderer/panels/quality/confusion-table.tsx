import type { ClassifierClass } from '#core/model/classifier.ts';
import { cssColor, grouped } from '../formats.ts';

interface Props {
  readonly classes: readonly ClassifierClass[];
  /** [true class][predicted class], out-of-bag, in pixels. */
  readonly confusion: readonly (readonly number[])[];
}

export function ConfusionTable({ classes: given, confusion }: Props) {
  const classes = given.map((one, k) => ({ ...one, k }));
  return (
    <div className="table-scroll">
      <table aria-label="Confusion table">
        <thead>
          <tr>
            <th
              scope="col"
              data-tip="Rows: what was labelled. Columns: what the trees said that had not seen the label. In pixels."
            >
              true ╲ predicted
            </th>
            {classes.map((one) => (
              <th key={one.k} scope="col" data-tip={one.name}>
                {one.name.slice(0, 4)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((one, row) => (
            <tr key={one.k}>
              <th scope="row">
                <span className="swatch tiny" style={{ background: cssColor(one.color) }} />
                <span className="name">{one.name}</span>
              </th>
              {classes.map((other, column) => (
                <td key={other.k} className={row === column ? 'right' : (confusion[row]?.[column] ?? 0) > 0 ? 'wrong' : ''}>
                  {grouped(confusion[row]?.[column] ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
