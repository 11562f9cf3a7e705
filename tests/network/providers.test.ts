import type { InferenceSession } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import { openSession, type SessionMaker } from '../../main/engines/network/open-session.ts';
import { providerOrder } from '../../main/engines/network/provider-order.ts';
import { runNetwork } from '../../main/engines/network/run-network.ts';
import { createSessionCache } from '../../main/engines/network/session-cache.ts';
import { readModelPackage } from '../../main/formats/model-package/read-model-package.ts';
import { haveSharedModels, modelFolder, sharedModel } from './shared-models.ts';

describe('providerOrder', () => {
  it('ends with the processor and leaves out what has no device', () => {
    expect(providerOrder('auto', 'win32')).toEqual(['dml', 'webgpu', 'cpu']);
    expect(providerOrder('auto', 'darwin')).toEqual(['coreml', 'cpu']);
    expect(providerOrder('auto', 'linux', () => false)).toEqual(['cpu']);
    expect(providerOrder('auto', 'linux', () => true)).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(providerOrder('webgpu', 'linux', () => false)).toEqual(['webgpu', 'cpu']);
    expect(providerOrder('cpu', 'win32')).toEqual(['cpu']);
  });
});

describe.skipIf(!haveSharedModels)('a graphics processor that refuses', () => {
  const folder = modelFolder();
  afterAll(() => folder.remove());

  async function network(provider: 'webgpu' | 'cpu') {
    const { network: packed } = await readModelPackage(sharedModel('built/regression_v1_1_0.czann'));
    return { key: 'regression', path: folder.put('regression.onnx', packed.bytes), provider };
  }

  const input = new Float32Array(64 * 64).fill(0.5);
  const shape = [1, 64, 64, 1];

  it('when a session is opened: the processor takes over and a note says why', async () => {
    const { path } = await network('webgpu');
    const { InferenceSession: sessions } = await import('onnxruntime-node');
    const tried: string[] = [];
    const make: SessionMaker = async (file, provider) => {
      tried.push(provider);
      if (provider !== 'cpu') throw new Error('no adapter');
      return sessions.create(file);
    };
    const opened = await openSession(path, 'webgpu', { make });
    expect(tried).toEqual(['webgpu', 'cpu']);
    expect(opened.provider).toBe('cpu');
    expect(opened.note).toBe(
      'The graphics processor (WebGPU) does not run this network (no adapter), so the processor (CPU) does.',
    );
    await opened.session.release();
  });

  it('in the middle of the work: the same tile is run by the processor, and so are the next ones', async () => {
    const wanted = await network('webgpu');
    let failures = 0;
    const cache = createSessionCache(2 ** 30, async (path, choice) => {
      const opened = await openSession(path, 'cpu');
      if (choice === 'cpu') return opened;
      const run = () => {
        failures++;
        return Promise.reject(new Error('out of device memory'));
      };
      const refusing = new Proxy(opened.session, {
        get: (session, name) => (name === 'run' ? run : Reflect.get(session, name, session)),
      }) as InferenceSession;
      return { session: refusing, provider: 'webgpu' as const, note: null };
    });
    const reference = await runNetwork(createSessionCache(2 ** 30), await network('cpu'), input, shape, null);
    const first = await runNetwork(cache, wanted, input, shape, null);
    const second = await runNetwork(cache, wanted, input, shape, null);
    expect(failures).toBe(1);
    expect([first.provider, second.provider]).toEqual(['cpu', 'cpu']);
    expect(first.note).toContain('failed (out of device memory), so the processor (CPU) goes on');
    expect(first.answer).toEqual(reference.answer);
    expect(second.answer).toEqual(reference.answer);
  });
});
