import { CaretDown } from '@blueprintjs/icons';
import { useApp, useWorkspace } from '../app-context.tsx';
import { Field } from '../controls/field.tsx';
import { Popup } from '../controls/popup.tsx';

/** Channels the features are computed from: all, or those that are ticked. */
export function ChannelChoice() {
  const app = useApp();
  const channels = useWorkspace((workspace) => {
    const images = workspace.project?.images;
    return (images?.find((one) => one.id === workspace.imageId) ?? images?.[0])?.info.channels ?? null;
  });
  const chosen = useWorkspace((workspace) => workspace.project?.training.channels ?? null);
  if (!channels) return null;

  const names = channels.map((channel, index) => channel.name || `Channel ${index + 1}`);
  const text = chosen === null ? 'All channels' : chosen.map((index) => names[index] ?? `Channel ${index + 1}`).join(' + ');
  const toggle = (index: number): void => {
    const now = new Set(chosen ?? names.map((_, at) => at));
    if (now.has(index)) now.delete(index);
    else now.add(index);
    if (now.size === 0) return;
    const next = [...now].sort((a, b) => a - b);
    app.training.set({ channels: next.length === names.length ? null : next });
  };

  const list = (
    <fieldset className="popover-body checks" aria-label="Channels to train on">
      <label className="check">
        <input type="checkbox" checked={chosen === null} onChange={() => app.training.set({ channels: null })} />
        All channels
      </label>
      {names.map((name, index) => (
        // A channel is its place in the file.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <label className="check" key={index}>
          <input type="checkbox" checked={chosen === null || chosen.includes(index)} onChange={() => toggle(index)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
  return (
    <Field label="Channels" tip="Each chosen channel contributes the whole feature set">
      {(id) => (
        <Popup placement="bottom-end" content={list}>
          <button type="button" id={id} className="select-button" aria-label={`Channels: ${text}`}>
            <span>{text}</span>
            <CaretDown size={12} />
          </button>
        </Popup>
      )}
    </Field>
  );
}
