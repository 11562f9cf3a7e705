import type { ChannelDisplay } from '#core/model/image.ts';
import { useApp, useWorkspace } from '../app-context.tsx';
import { Popup } from '../controls/popup.tsx';
import { cssColor, sampleValue } from '../formats.ts';
import { ChannelPopover } from './channel-popover.tsx';

interface Props {
  readonly index: number;
  readonly name: string;
  readonly channel: ChannelDisplay;
  /** It is the one shown in grey. */
  readonly grey: boolean;
  /** It is not on screen now. */
  readonly dimmed: boolean;
}

/** One channel: its dot shows and hides it, its name opens contrast and colour. */
export function ChannelChip({ index, name, channel, grey, dimmed }: Props) {
  const app = useApp();
  const mode = useWorkspace((workspace) => workspace.displayMode);
  const toggle = (): void => {
    if (mode === 'grey') app.display.setGreyChannel(index);
    else app.display.setChannel(index, { visible: !channel.visible });
  };
  return (
    <span className={dimmed ? 'chip dimmed' : 'chip'}>
      <button
        type="button"
        className="chip-dot"
        aria-label={mode === 'grey' ? `Show ${name} in grey` : `${channel.visible ? 'Hide' : 'Show'} channel ${name}`}
        aria-pressed={mode === 'grey' ? grey : channel.visible}
        data-tip={mode === 'grey' ? `Show ${name} in grey` : channel.visible ? `Hide ${name}` : `Show ${name}`}
        onClick={toggle}
        onDoubleClick={() => app.display.showOnly(index)}
      >
        <span
          className={dimmed ? 'swatch tiny hollow' : 'swatch tiny'}
          style={{ ['--swatch' as string]: cssColor(channel.color) }}
        />
      </button>
      <Popup placement="top" content={<ChannelPopover index={index} name={name} />}>
        <button
          type="button"
          className="chip-name"
          aria-label={`Contrast of ${name}`}
          data-tip={`Contrast and colour of ${name}, in sample values`}
        >
          {name} {sampleValue(channel.min)}–{sampleValue(channel.max)}
        </button>
      </Popup>
    </span>
  );
}
