import { useEffect } from 'react';
import { typeRange } from '../../state/auto-contrast.ts';
import { planeKey } from '../../state/results.ts';
import { useApp, useResults, useWorkspace } from '../app-context.tsx';
import { ColorPalette } from '../controls/color-button.tsx';
import { NumberInput } from '../controls/number-input.tsx';
import { Slider, SliderRow } from '../controls/slider.tsx';
import { cssColor } from '../formats.ts';
import { Histogram } from './histogram.tsx';

const GAMMA = { min: 0.2, max: 3 } as const;

/** Histogram, min, max, gamma and colour of one channel. */
export function ChannelPopover({ index, name }: { readonly index: number; readonly name: string }) {
  const app = useApp();
  const channel = useWorkspace((workspace) => workspace.display[index]);
  const info = useWorkspace((workspace) => workspace.project?.images.find((one) => one.id === workspace.imageId)?.info);
  const key = useWorkspace((workspace) => (workspace.imageId === null ? '' : planeKey(workspace.imageId, workspace.plane)));
  const range = useResults((results) => results.ranges.get(key)?.[index] ?? null);
  useEffect(() => {
    if (key !== '') void app.display.ranges();
  }, [app, key]);
  if (!channel || !info) return null;

  const stored = info.channels[index]?.display;
  const limits = typeRange(info.pixelType);
  const low = Math.min(range?.min ?? channel.min, channel.min);
  const high = Math.max(range?.max ?? channel.max, channel.max);
  const step = limits ? 1 : (high - low) / 500 || 0.001;
  return (
    <fieldset className="popover-body channel-popover" aria-label={`Contrast of ${name}`}>
      <div className="popover-title">{name}</div>
      <Histogram range={range} low={low} high={high} min={channel.min} max={channel.max} color={cssColor(channel.color)} />
      <div className="dual-slider">
        <Slider
          label={`${name} minimum`}
          min={low}
          max={high}
          step={step}
          value={channel.min}
          onChange={(min) => app.display.setChannel(index, { min: Math.min(min, channel.max - step) })}
        />
        <Slider
          label={`${name} maximum`}
          min={low}
          max={high}
          step={step}
          value={channel.max}
          onChange={(max) => app.display.setChannel(index, { max: Math.max(max, channel.min + step) })}
        />
      </div>
      <div className="min-max">
        <NumberInput
          label={`${name} minimum value`}
          value={channel.min}
          tip="Shown black, in sample values"
          onChange={(min) => app.display.setChannel(index, { min })}
        />
        <button
          type="button"
          className="button"
          onClick={() => void app.display.auto(index)}
          data-tip="0.1 to 99.9 percentile of this plane"
        >
          Auto
        </button>
        {limits && (
          <button
            type="button"
            className="button"
            data-tip={`Whole range of ${info.pixelType}`}
            onClick={() => app.display.setChannel(index, { min: limits[0], max: limits[1] })}
          >
            Full
          </button>
        )}
        {stored && (
          <button
            type="button"
            className="button"
            data-tip="Range and gamma as the file says"
            onClick={() => app.display.setChannel(index, { min: stored.min, max: stored.max, gamma: stored.gamma })}
          >
            File
          </button>
        )}
        <NumberInput
          label={`${name} maximum value`}
          value={channel.max}
          tip="Shown at full brightness, in sample values"
          onChange={(max) => app.display.setChannel(index, { max })}
        />
      </div>
      <SliderRow
        label={`${name} gamma`}
        shown="Gamma"
        min={GAMMA.min}
        max={GAMMA.max}
        step={0.05}
        value={channel.gamma}
        text={(value) => value.toFixed(2)}
        tip="Below 1 brightens dark structures"
        onChange={(gamma) => app.display.setChannel(index, { gamma })}
      />
      <ColorPalette
        label={`Colour of ${name}`}
        color={channel.color}
        onChange={(color) => app.display.setChannel(index, { color })}
      />
    </fieldset>
  );
}
