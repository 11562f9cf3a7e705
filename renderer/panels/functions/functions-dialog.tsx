import { Dialog } from '@blueprintjs/core';
import { useState } from 'react';
import { describeFunction, type FunctionName, IMAGE_FUNCTIONS } from '#core/model/image-function.ts';
import { openImage } from '../../state/context.ts';
import { fileName, folderOf, joinPath, stemOf } from '../../state/file-chooser.ts';
import { type DraftFunction, draftFunction, draftText } from '../../state/function-actions.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { DialogFoot } from '../controls/dialog-foot.tsx';
import { SelectField } from '../controls/field.tsx';
import { PathField } from '../dialogs/path-field.tsx';
import { ParameterField } from './parameter-field.tsx';

const NAMES: readonly { readonly value: FunctionName; readonly label: string }[] = IMAGE_FUNCTIONS.map(({ name, title }) => ({
  value: name,
  label: title,
}));

/** Functions of masks and labels, one after another, from the open image into a new one. */
export function FunctionsDialog() {
  const app = useApp();
  const image = openImage(app);
  const readOnly = useWorkspace((workspace) => workspace.project?.readOnly === true);
  const [drafts, setDrafts] = useState<readonly DraftFunction[]>(() => [draftFunction(1, 'mask')]);
  const [path, setPath] = useState(() => (image ? joinPath(folderOf(image.path), `${stemOf(image.name)}_function.ome.tif`) : ''));
  const [adding, setAdding] = useState(true);
  if (!image) return null;
  const close = (): void => app.frame.patch({ dialog: null });
  const replace = (changed: DraftFunction): void => setDrafts(drafts.map((one) => (one.id === changed.id ? changed : one)));
  const texts = drafts.map(draftText);
  const problem = texts.find((one) => 'problem' in one);
  const steps = texts.flatMap((one) => ('text' in one ? [one.text] : []));
  return (
    <Dialog isOpen title="Image functions" className="dialog wide-dialog" transitionDuration={0} onClose={close}>
      <div className="dialog-body">
        <p className="quiet">{image.name}, all planes</p>
        {drafts.map((draft, i) => (
          <FunctionFields
            key={draft.id}
            draft={draft}
            place={i + 1}
            folder={folderOf(image.path)}
            onChange={replace}
            {...(drafts.length > 1 && { onRemove: () => setDrafts(drafts.filter((one) => one !== draft)) })}
          />
        ))}
        <button
          type="button"
          className="button"
          onClick={() => setDrafts([...drafts, draftFunction(Math.max(...drafts.map(({ id }) => id)) + 1, 'scrap')])}
        >
          Add a function
        </button>
        {problem !== undefined && 'problem' in problem ? (
          <p className="hint" role="note">
            {problem.problem}
          </p>
        ) : (
          <p className="quiet" role="status" aria-label="As a command">
            {steps.join('; ')}
          </p>
        )}
        <PathField label="New image" value={path} png onChange={setPath} />
        <label className="check">
          <input
            type="checkbox"
            checked={adding && !readOnly}
            disabled={readOnly}
            onChange={(event) => setAdding(event.currentTarget.checked)}
          />
          Add it to the project
        </label>
      </div>
      <DialogFoot
        action="Apply"
        run={() => {
          close();
          void app.functions.run({ imageId: image.id, steps, path: path.trim() }, adding && !readOnly);
        }}
        close={close}
        disabled={path.trim() === '' || problem !== undefined}
        tip={`Write ${fileName(path)}`}
      />
    </Dialog>
  );
}

interface FieldsProps {
  readonly draft: DraftFunction;
  readonly place: number;
  readonly folder: string;
  onChange(draft: DraftFunction): void;
  onRemove?(): void;
}

function FunctionFields({ draft, place, folder, onChange, onRemove }: FieldsProps) {
  const { help, parameters, title } = describeFunction(draft.name);
  return (
    <fieldset className="plane-chooser" aria-label={`Function ${place}: ${title}`}>
      <SelectField
        label={`Function ${place}`}
        value={draft.name}
        options={NAMES}
        tip={help}
        onChange={(name) => onChange(draftFunction(draft.id, name))}
      />
      {parameters.map((parameter) => (
        <ParameterField
          key={parameter.key}
          parameter={parameter}
          text={draft.texts[parameter.key] ?? ''}
          folder={folder}
          onChange={(text) => onChange({ ...draft, texts: { ...draft.texts, [parameter.key]: text } })}
        />
      ))}
      {onRemove && (
        <button type="button" className="link" aria-label={`Remove function ${place}`} onClick={onRemove}>
          Remove
        </button>
      )}
    </fieldset>
  );
}
