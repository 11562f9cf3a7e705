import { describe, expect, it } from 'vitest';
import { formatSubset, parseSubset, selectPlanes } from '#core/model/subset.ts';

const range = (first: number, last = first) => ({ first, last });

describe('parseSubset', () => {
  it('counts S, Z, T and C from 1 and X and Y from 0', () => {
    expect(parseSubset('S(1)|Z(1-5)|T(3)|C(2,4-6)|X(0-1023)|Y(10-19)')).toEqual({
      scene: [range(0)],
      z: [range(0, 4)],
      t: [range(2)],
      channel: [range(1), range(3, 5)],
      x: range(0, 1023),
      y: range(10, 19),
    });
  });

  it('takes small letters, spaces, open ends and nothing at all', () => {
    expect(parseSubset(' z( 2 - ) | t(1)')).toEqual({ z: [range(1, Number.POSITIVE_INFINITY)], t: [range(0)] });
    expect(parseSubset('  ')).toEqual({});
  });

  it.each([
    'Z',
    'Z()',
    'Z(0)',
    'Z(5-2)',
    'Q(1)',
    'Z(1)|Z(2)',
    'X(1,3)',
    'Z(1)||T(1)',
    'Z(a)',
    'Z(1',
    'Z(1)T(2)',
    'Z(99999999999)',
  ])('refuses %s', (text) => {
    expect(() => parseSubset(text)).toThrow(/^The subset ".*" cannot be understood: .*Z\(1-5\)\|T\(3\)/);
  });

  it('reads what formatSubset writes', () => {
    for (const text of ['', 'S(1-2)|Z(1,3-5)|T(2-)|C(1)|X(5-9)|Y(0-3)', 'T(7)']) {
      expect(formatSubset(parseSubset(text))).toBe(text);
    }
  });
});

describe('selectPlanes', () => {
  const channel = { name: 'a', color: null };
  const info = { sizeScene: 2, sizeZ: 3, sizeT: 4, channels: [channel, channel] };

  it('lists the planes of a subset in order, each once', () => {
    const selected = selectPlanes('a.czi', info, parseSubset('Z(3,2-3)|T(4)|X(5-9)'));
    expect(selected.planes).toEqual([
      { scene: 0, z: 1, t: 3 },
      { scene: 0, z: 2, t: 3 },
      { scene: 1, z: 1, t: 3 },
      { scene: 1, z: 2, t: 3 },
    ]);
    expect(selected.channels).toEqual([0, 1]);
    expect(selected.within).toEqual({ x: 5, y: 0, width: 5, height: 2 ** 31 - 1 + 1 });
  });

  it('takes everything where nothing is said', () => {
    expect(selectPlanes('a.czi', info, {}).planes).toHaveLength(24);
    expect(selectPlanes('a.czi', info, {}).within).toBeNull();
  });

  it('says what the image has', () => {
    expect(() => selectPlanes('a.czi', info, parseSubset('T(2-9)'))).toThrow('a.czi has 4 time points, so number 9');
    expect(() => selectPlanes('a.czi', info, parseSubset('S(3-)'))).toThrow('a.czi has 2 scenes, so number 3');
  });
});
