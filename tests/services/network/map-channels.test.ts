import { describe, expect, it } from 'vitest';
import { mapChannels } from '../../../main/services/network/map-channels.ts';

const network = (channels: number, channelNames: readonly string[] | null = null, monochrome = false) => {
  return { name: 'Net', channels, channelNames, monochrome };
};
const image = (names: readonly string[], rgb = false) => {
  return { name: 'a.czi', path: '/a.czi', info: { channels: names.map((name) => ({ name, color: null })), rgb } };
};
const COLOUR = image(['Red', 'Green', 'Blue'], true);
const refused = (code: string, message: RegExp) =>
  expect.objectContaining({ kind: 'mismatch', code, message: expect.stringMatching(message) });

describe('channels of an image for a network', () => {
  it('are those asked for, in their order', () => {
    expect(mapChannels(network(2), image(['a', 'b', 'c']), [2, 0])).toEqual({ channels: [2, 0], monochrome: false });
    expect(mapChannels(network(1), COLOUR, [1])).toEqual({ channels: [1], monochrome: false });
  });

  it('asked for must be as many as it takes, and be there', () => {
    expect(() => mapChannels(network(2), image(['a', 'b']), [0])).toThrow(
      refused('CHANNEL_COUNT', /needs 2 channels but one channel were? chosen/),
    );
    expect(() => mapChannels(network(1), image(['a', 'b']), [2])).toThrow(refused('CHANNEL_MAP', /no channel 3/));
  });

  it('of colour pictures are blue, green and red, or one grey one where the file says so', () => {
    expect(mapChannels(network(3), COLOUR)).toEqual({ channels: [2, 1, 0], monochrome: false });
    expect(mapChannels(network(1, null, true), COLOUR)).toEqual({ channels: [0, 1, 2], monochrome: true });
    expect(() => mapChannels(network(1), COLOUR)).toThrow(refused('CHANNEL_MAP', /choose which/));
  });

  it('are found by the names stored at import, wherever they lie', () => {
    expect(mapChannels(network(2, ['GFP', 'DAPI']), image(['DAPI', 'Brightfield', 'GFP']))).toEqual({
      channels: [2, 0],
      monochrome: false,
    });
    expect(() => mapChannels(network(2, ['GFP', 'DAPI']), image(['DAPI', 'Brightfield', 'Cy5']))).toThrow(
      refused('CHANNEL_MAP', /It was set up for GFP, DAPI/),
    );
  });

  it('are never guessed by position', () => {
    expect(mapChannels(network(1), image(['only']))).toEqual({ channels: [0], monochrome: false });
    expect(mapChannels(network(1, ['GFP']), image(['only']))).toEqual({ channels: [0], monochrome: false });
    expect(() => mapChannels(network(1), image(['a', 'b']))).toThrow(refused('CHANNEL_MAP', /\(a, b\)/));
    expect(() => mapChannels(network(2), image(['a', 'b']))).toThrow(refused('CHANNEL_MAP', /needs 2 channels/));
    expect(() => mapChannels(network(3), image(['a', 'b']))).toThrow(
      refused('CHANNEL_COUNT', /needs 3 channels but a.czi has 2 channels/),
    );
  });
});
