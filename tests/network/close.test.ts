import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { createNetworkLayers } from './build/network-layers.ts';
import { modelFolder } from './shared-models.ts';

const folder = modelFolder();
afterAll(() => folder.remove());

it('closing waits for the run under way, which cannot be stopped, and drops those that wait', () => {
  const n = createNetworkLayers({ channels: 1, seed: 1 });
  const path = folder.put('a.onnx', n.onnx(n.conv(n.relu(n.conv(n.relu(n.conv(n.input, 24)), 24)), 2)));
  const script = fileURLToPath(new URL('./close-while-running.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path, '1024'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trim()).toBe('cancelled,cancelled,cancelled');
});
