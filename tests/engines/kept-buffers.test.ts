import { describe, expect, it } from 'vitest';
import { createBufferReceiver, createBufferSender } from '../../main/engines/kept-buffers.ts';

const MEGABYTE = 2 ** 20;

function bothEnds() {
  const [send, receive] = [createBufferSender(), createBufferReceiver()];
  return (input: unknown) => {
    const sent = send(input);
    return { sent, received: receive(structuredClone(sent)) };
  };
}

const array = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));

describe('shared memory in the input of a job', () => {
  it('is sent once and is the same memory each time', () => {
    const pass = bothEnds();
    const into = array(4);
    const first = pass({ into, name: 'a' });
    const second = pass({ into: into.subarray(1, 3), name: 'b' });
    expect(first.sent.shared[0]).toHaveProperty('buffer');
    expect(second.sent.shared[0]).not.toHaveProperty('buffer');
    const received = second.received as { into: Float32Array; name: string };
    expect(received.name).toBe('b');
    received.into[0] = 7;
    expect([...into]).toEqual([0, 7, 0, 0]);
    expect(received.into).toHaveLength(2);
  });

  it('is sent again when others came between, and always arrives', () => {
    const pass = bothEnds();
    const arrays = Array.from({ length: 20 }, () => array(2));
    let again = 0;
    for (let round = 0; round < 300; round++) {
      const k = (round * round + 3 * round) % 20;
      const { sent, received } = pass({ data: arrays[k], other: arrays[(k + round) % 20] });
      again += sent.shared.filter(({ buffer }) => buffer !== undefined).length;
      const { data } = received as { data: Float32Array };
      data[0] = round;
      expect(arrays[k]![0]).toBe(round);
    }
    expect(again).toBeGreaterThan(20);
    expect(again).toBeLessThan(600);
  });

  it('that is large travels as it is, as do other inputs', () => {
    const pass = bothEnds();
    const large = array(MEGABYTE + 1);
    expect(pass({ large }).sent.shared).toEqual([]);
    expect(pass(null).received).toBeNull();
    expect(pass([1, 2]).received).toEqual([1, 2]);
    expect(pass({ own: Float32Array.of(1, 2) }).received).toEqual({ own: Float32Array.of(1, 2) });
  });
});
