import { existsSync } from 'node:fs';
import type { ProviderChoice } from '#core/model/network.ts';

export type Provider = Exclude<ProviderChoice, 'auto'>;

/**
 * Providers to try one after another, best first; the processor always comes last. On Linux those without a device are left out:
 * looking for it takes long and complains on the console. `exists` says whether a device file is there.
 */
export function providerOrder(
  choice: ProviderChoice,
  platform: NodeJS.Platform,
  exists: (path: string) => boolean = existsSync,
): Provider[] {
  if (choice === 'cpu') return ['cpu'];
  if (choice !== 'auto') return [choice, 'cpu'];
  switch (platform) {
    case 'win32':
      return ['dml', 'webgpu', 'cpu'];
    case 'darwin':
      return ['coreml', 'cpu'];
    default:
      return [...(exists('/dev/nvidiactl') ? ['cuda' as const] : []), ...(exists('/dev/dri') ? ['webgpu' as const] : []), 'cpu'];
  }
}

/** What a provider is called in the window. */
export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  cpu: 'processor (CPU)',
  webgpu: 'graphics processor (WebGPU)',
  cuda: 'graphics processor (CUDA)',
  dml: 'graphics processor (DirectML)',
  coreml: 'Core ML',
};
