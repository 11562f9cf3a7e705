import type { ProviderChoice } from '#core/model/network.ts';

export type Provider = Exclude<ProviderChoice, 'auto'>;

/** Providers to try one after another, best first; the processor always comes last. */
export function providerOrder(choice: ProviderChoice, platform: NodeJS.Platform): Provider[] {
  if (choice === 'cpu') return ['cpu'];
  if (choice !== 'auto') return [choice, 'cpu'];
  switch (platform) {
    case 'win32':
      return ['dml', 'webgpu', 'cpu'];
    case 'darwin':
      return ['coreml', 'cpu'];
    default:
      return ['cuda', 'webgpu', 'cpu'];
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
