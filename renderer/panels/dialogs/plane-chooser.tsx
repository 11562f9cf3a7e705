import type { PlaneIndex } from '#core/model/image.ts';
import type { ImageRecord } from '#core/model/project.ts';
import { axisRange, type ChosenPlanes, type PlaneChoice, subsetOfPlane, withAxisRange } from '../../state/plane-choice.ts';
import { type PlaneAxis, planeSizes } from '../../state/scrub.ts';
import { AXIS_NAMES } from '../bottom-bar/axis-text.ts';
import { Field, SelectField } from '../controls/field.tsx';
import { NumberInput } from '../controls/number-input.tsx';
import { grouped } from '../formats.ts';

const AXES = ['scene', 'z', 't'] as const;

const KINDS = [
  { value: 'plane', label: 'This plane' },
  { value: 'all', label: 'All planes' },
  { value: 'some', label: 'Chosen planes' },
] as const satisfies readonly { value: PlaneChoice['kind']; label: string }[];

interface Props {
  readonly image: ImageRecord;
  readonly plane: PlaneIndex;
  readonly choice: PlaneChoice;
  readonly chosen: ChosenPlanes;
  onChange(choice: PlaneChoice): void;
}

/** Which planes: the shown one, all, or from a first to a last of each axis, in fields and as a text that say the same. */
export function PlaneChooser({ image, plane, choice, chosen, onChange }: Props) {
  const sizes = planeSizes(image.info);
  const axes = AXES.filter((axis) => sizes[axis] > 1);
  if (axes.length === 0) return null;
  const setText = (text: string): void => onChange({ kind: 'some', text });
  const setKind = (kind: PlaneChoice['kind']): void =>
    onChange({ kind, text: choice.text === '' ? subsetOfPlane(plane, sizes) : choice.text });
  const count = chosen.planes.length;
  return (
    <fieldset className="plane-chooser" aria-label="Planes">
      <SelectField label="Planes" value={choice.kind} options={KINDS} onChange={setKind} />
      {choice.kind === 'some' && (
        <>
          {axes.map((axis) => (
            <AxisFields key={axis} axis={axis} size={sizes[axis]} text={choice.text} onChange={setText} />
          ))}
          <Field label="Subset" tip="Axes S, Z and T, counted from 1, as in ZEN: Z(1-5)|T(3)">
            {(id) => (
              <input
                id={id}
                className="text"
                spellCheck={false}
                placeholder="all planes"
                aria-invalid={chosen.problem !== null}
                value={choice.text}
                onChange={(event) => setText(event.currentTarget.value)}
              />
            )}
          </Field>
        </>
      )}
      {chosen.problem === null ? (
        <p className="quiet plane-count" role="status" aria-label="Chosen planes">
          {`${grouped(count)} ${count === 1 ? 'plane' : 'planes'}`}
        </p>
      ) : (
        <p className="hint danger" role="alert">
          {chosen.problem}
        </p>
      )}
    </fieldset>
  );
}

interface AxisProps {
  readonly axis: PlaneAxis;
  readonly size: number;
  readonly text: string;
  onChange(text: string): void;
}

function AxisFields({ axis, size, text, onChange }: AxisProps) {
  const { title, short } = AXIS_NAMES[axis];
  const range = axisRange(text, axis, size);
  const [first, last] = range ? [range.first + 1, range.last + 1] : [1, size];
  const set = (from: number, to: number): void =>
    onChange(withAxisRange(text, axis, { first: Math.min(from, to) - 1, last: Math.max(from, to) - 1 }, size));
  return (
    <div className="field">
      <span className="field-label">{title}</span>
      <span className="axis-range">
        <NumberInput
          label={`First ${short}`}
          value={first}
          min={1}
          max={size}
          step={1}
          integer
          onChange={(from) => set(from, last)}
        />
        <span className="quiet">to</span>
        <NumberInput label={`Last ${short}`} value={last} min={1} max={size} step={1} integer onChange={(to) => set(first, to)} />
        <span className="quiet">of {size}</span>
        <button type="button" className="link" onClick={() => set(1, size)}>
          all
        </button>
        {range === null && <span className="quiet">as the text says</span>}
      </span>
    </div>
  );
}
