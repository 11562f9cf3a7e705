import { useApp, useWorkspace } from '../app-context.tsx';
import { ChannelChip } from './channel-chip.tsx';

/** The channels of the open image and how they are put together. */
export function ChannelStrip() {
  const app = useApp();
  const info = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId)?.info ?? null);
  const display = useWorkspace((workspace) => workspace.display);
  const mode = useWorkspace((workspace) => workspace.displayMode);
  const grey = useWorkspace((workspace) => workspace.greyChannel);
  const range = useWorkspace((workspace) => workspace.rangeIndicator);
  if (!info) return <div className="channels" />;
  return (
    <div className="channels">
      <fieldset className="chips" aria-label="Channels">
        {display.map((channel, index) => (
          <ChannelChip
            // A channel is its place in the file.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            index={index}
            name={info.channels[index]?.name || `Channel ${index + 1}`}
            channel={channel}
            grey={mode === 'grey' && grey === index}
            dimmed={mode === 'grey' ? grey !== index : !channel.visible}
          />
        ))}
      </fieldset>
      <fieldset className="modes" aria-label="Display">
        <button
          type="button"
          className="mode"
          data-tip="Fit min and max of all channels to this plane  ·  A"
          onClick={() => void app.display.auto(null)}
        >
          auto
        </button>
        <button
          type="button"
          className="mode"
          aria-pressed={mode === 'blend'}
          data-tip="Add the visible channels in their colours"
          onClick={() => app.display.setMode('blend')}
        >
          blend
        </button>
        <button
          type="button"
          className="mode"
          aria-pressed={mode === 'grey'}
          data-tip="One channel in grey; click a channel to choose it"
          onClick={() => app.display.setMode('grey')}
        >
          grey
        </button>
        <button
          type="button"
          className="mode"
          aria-pressed={range}
          data-tip="Mark saturated pixels red and those at or below min blue  ·  R"
          onClick={app.display.toggleRangeIndicator}
        >
          range
        </button>
      </fieldset>
    </div>
  );
}
