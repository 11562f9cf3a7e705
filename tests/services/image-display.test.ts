import { describe, expect, it } from 'vitest';
import type { ChannelDisplay, ImageInfo } from '#core/model/image.ts';
import type { SampleRange } from '#core/raster/sample-range.ts';
import { defaultDisplay } from '../../main/services/images/default-display.ts';
import { renderThumbnail } from '../../main/services/images/thumbnail.ts';

const range = (low: number, high: number): SampleRange => ({ min: low - 1, max: high + 1, low, high, histogram: [] });
const info = (changes: Partial<ImageInfo>): ImageInfo => ({
  format: 'test',
  width: 10,
  height: 10,
  ...{ sizeScene: 1, sizeZ: 1, sizeT: 1 },
  channels: [{ name: 'a', color: null }],
  rgb: false,
  pixelType: 'uint16',
  pixelSizeUm: { x: null, y: null, z: null },
  levels: [{ width: 10, height: 10, downsample: 1 }],
  chunk: { width: 10, height: 10 },
  ...changes,
});
const channels = (...colors: (number | null)[]): ImageInfo['channels'] => colors.map((color) => ({ name: 'c', color }));

describe('how an image is shown at first', () => {
  it('is grey for one channel, from its low to its high percentile', () => {
    expect(defaultDisplay(info({}), [range(100, 900)])).toEqual([
      { color: 0xffffff, visible: true, min: 100, max: 900, gamma: 1 },
    ]);
  });

  it('takes the colours of the file, else different ones', () => {
    const shown = defaultDisplay(info({ channels: channels(0x00ff00, null, null) }), [range(0, 1), range(0, 1), range(0, 1)]);
    expect(shown[0]?.color).toBe(0x00ff00);
    expect(new Set(shown.map(({ color }) => color)).size).toBe(3);
  });

  it('shows 8-bit colour in full and deeper colour in one range for all', () => {
    const ranges = [range(10, 80), range(5, 90), range(20, 70)];
    const rgb = { rgb: true, channels: channels(null, null, null) };
    const eight = defaultDisplay(info({ ...rgb, pixelType: 'uint8' }), ranges);
    expect(eight.map(({ color, min, max }) => [color, min, max])).toEqual([
      [0xff0000, 0, 255],
      [0x00ff00, 0, 255],
      [0x0000ff, 0, 255],
    ]);
    expect(defaultDisplay(info(rgb), ranges).map(({ min, max }) => [min, max])).toEqual([
      [5, 90],
      [5, 90],
      [5, 90],
    ]);
  });

  it('has a range even where all values are equal', () => {
    expect(defaultDisplay(info({}), [range(7, 7)])[0]).toMatchObject({ min: 7, max: 8 });
  });
});

describe('a thumbnail', () => {
  const show = (changes: Partial<ChannelDisplay>): ChannelDisplay => ({
    color: 0xffffff,
    visible: true,
    min: 0,
    max: 100,
    gamma: 1,
    ...changes,
  });

  it('keeps the shape, at most 96 pixels long, and takes means', () => {
    const data = Float32Array.from({ length: 192 * 96 }, (_, i) => (i % 2 === 0 ? 100 : 0));
    const { width, height, rgba } = renderThumbnail({ width: 192, height: 96, channels: 1, data }, [show({})]);
    expect([width, height]).toEqual([96, 48]);
    expect([...new Set(rgba)].sort((a, b) => a - b)).toEqual([128, 255]);
  });

  it('adds the visible channels in their colours, windowed and with gamma', () => {
    const data = Uint8Array.of(25, 80, 100);
    const display = [show({ color: 0xff0000, gamma: 2 }), show({ color: 0x804000, min: 80, max: 90 }), show({ visible: false })];
    expect([...renderThumbnail({ width: 1, height: 1, channels: 3, data }, display).rgba]).toEqual([128, 0, 0, 255]);
    const bright = [show({ color: 0xff0000, gamma: 2 }), show({ color: 0x804000, min: 0, max: 80 }), show({ visible: false })];
    expect([...renderThumbnail({ width: 1, height: 1, channels: 3, data }, bright).rgba]).toEqual([255, 64, 0, 255]);
  });
});
