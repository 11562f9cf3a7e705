import { describe, expect, it } from 'vitest';
import type { LabelStroke } from '#core/model/label.ts';
import { channelUnder } from '../../../renderer/state/label-channel.ts';
import { createLabelGestures, type GestureSettings } from '../../../renderer/state/label-gestures.ts';
import type { LabelMask } from '../../../renderer/state/label-mask.ts';
import { createStrokeQueue } from '../../../renderer/state/label-stroke-queue.ts';

function canvas() {
  const strokes: LabelStroke[] = [];
  const buckets: [number, number, number][] = [];
  let live: { mask: LabelMask; value: number; onlyOver: readonly number[] | null } | null = null;
  const gestures = createLabelGestures({
    startLive: (mask, value, onlyOver) => {
      live = { mask, value, onlyOver };
    },
    updateLive: () => {},
    cancelLive: () => {
      live = null;
    },
    commit: () => {
      const stroke = live?.mask.toStroke(live.value, live.onlyOver);
      if (stroke) strokes.push(stroke);
      live = null;
    },
    bucket: (at, value) => buckets.push([at.x, at.y, value]),
  });
  return { gestures, strokes, buckets };
}

const count = ({ mask }: LabelStroke): number =>
  mask.reduce((sum, byte) => sum + [...byte.toString(2)].filter((bit) => bit === '1').length, 0);

const settings = (patch: Partial<GestureSettings>): GestureSettings => ({
  tool: 'brush',
  value: 1,
  onlyOver: null,
  brushPx: 3,
  image: { width: 400, height: 300 },
  ...patch,
});
const p = (x: number, y: number) => ({ x, y });

describe('the drawing tools', () => {
  it('brush from the press to the release, gap-free', () => {
    const { gestures, strokes } = canvas();
    gestures.down(p(10.5, 10.5), settings({ brushPx: 1 }), 1);
    gestures.move([p(20.5, 10.5), p(20.5, 30.5)], true, 1);
    expect(gestures.busy()).toBe(true);
    gestures.up();
    expect(gestures.busy()).toBe(false);
    expect(strokes.map(count)).toEqual([31]);
  });

  it('do nothing while no button is down', () => {
    const { gestures, strokes } = canvas();
    gestures.move([p(1, 1), p(100, 100)], false, 1);
    gestures.up();
    expect(strokes).toEqual([]);
  });

  it('draw a line from press to release, whatever the way between', () => {
    const { gestures, strokes } = canvas();
    gestures.down(p(10.5, 10.5), settings({ tool: 'line', brushPx: 1, value: 0 }), 1);
    gestures.move([p(100, 200)], true, 1);
    gestures.move([p(19.5, 10.5)], true, 1);
    gestures.up();
    expect(strokes.map((stroke) => [count(stroke), stroke.value])).toEqual([[10, 0]]);
  });

  it('fill a clicked polygon on Enter, and give it up on Escape', () => {
    const { gestures, strokes } = canvas();
    const click = (x: number, y: number) => {
      gestures.down(p(x, y), settings({ tool: 'polygon', onlyOver: [0] }), 1);
      gestures.up();
    };
    for (const [x, y] of [
      [10, 10],
      [60, 10],
      [60, 40],
      [10, 40],
    ]) {
      click(x, y);
    }
    gestures.move([p(30, 30)], false, 1);
    expect(gestures.outline()?.points.length).toBe(5);
    gestures.close();
    expect(strokes.map((stroke) => [count(stroke), stroke.onlyOver])).toEqual([[50 * 30, [0]]]);
    click(10, 10);
    click(50, 10);
    click(50, 50);
    gestures.removeCorner();
    expect(gestures.outline()?.points.length).toBe(3);
    gestures.cancel();
    gestures.close();
    expect(strokes.length).toBe(1);
  });

  it('close a polygon by clicking on its first corner, at any zoom', () => {
    const { gestures, strokes } = canvas();
    for (const [x, y] of [
      [10, 10],
      [60, 10],
      [60, 40],
      [12, 11],
    ]) {
      gestures.down(p(x, y), settings({ tool: 'polygon' }), 2);
      gestures.up();
    }
    expect(strokes.length).toBe(1);
    expect(gestures.busy()).toBe(false);
  });

  it('close a freehand lasso on release', () => {
    const { gestures, strokes } = canvas();
    gestures.down(p(20, 20), settings({ tool: 'polygon' }), 1);
    gestures.move([p(60, 20), p(60, 60), p(20, 60)], true, 1);
    gestures.up();
    expect(strokes.map(count)).toEqual([1600]);
  });

  it('keep a brush stroke when another tool takes over, and drop an open polygon', () => {
    const { gestures, strokes } = canvas();
    gestures.down(p(5, 5), settings({}), 1);
    gestures.finish();
    expect(strokes.length).toBe(1);
    gestures.down(p(5, 5), settings({ tool: 'polygon' }), 1);
    gestures.up();
    gestures.finish();
    expect(gestures.busy()).toBe(false);
    expect(strokes.length).toBe(1);
  });

  it('hand the bucket on with what it writes', () => {
    const { gestures, buckets } = canvas();
    gestures.down(p(7.5, 8.5), settings({ tool: 'bucket', value: 0 }), 1);
    expect(buckets).toEqual([[7.5, 8.5, 0]]);
  });
});

describe('the channel a bucket fills by', () => {
  const channel = (visible: boolean, max: number) => ({ visible, min: 0, max, color: 0, gamma: 1 });
  it('is the visible one that shines brightest', () => {
    const workspace = { display: [channel(true, 1000), channel(false, 10), channel(true, 100)], displayMode: 'blend' as const };
    expect(channelUnder({ ...workspace, greyChannel: 0 }, [500, 10, 90])).toBe(2);
    expect(channelUnder({ ...workspace, greyChannel: 0 }, null)).toBe(0);
    expect(channelUnder({ ...workspace, displayMode: 'grey', greyChannel: 1 }, [500, 10, 90])).toBe(1);
  });
});

describe('the stroke queue', () => {
  it('sends one after another, also past a failure', async () => {
    const queue = createStrokeQueue();
    const log: string[] = [];
    const job =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name} sent`);
        await new Promise((resolve) => setImmediate(resolve));
        log.push(`${name} done`);
        if (fails) throw new Error(name);
      };
    const results = [queue.enqueue(job('a')), queue.enqueue(job('b', true)), queue.enqueue(job('c'))];
    expect(queue.waiting()).toBe(3);
    const settled = await Promise.allSettled(results);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log).toEqual(['a sent', 'a done', 'b sent', 'b done', 'c sent', 'c done']);
    expect(queue.waiting()).toBe(0);
  });
});
