import type { InputValues, ProviderChoice } from '#core/model/network.ts';

export const VALUES = [
  { value: 'unit', label: 'From 0 to 1' },
  { value: 'counts', label: 'Raw counts' },
] as const satisfies readonly { value: InputValues; label: string }[];

export const PROVIDERS = [
  { value: 'auto', label: 'The best there is' },
  { value: 'cpu', label: 'Processor (CPU)' },
  { value: 'webgpu', label: 'Graphics (WebGPU)' },
  { value: 'dml', label: 'Graphics (DirectML, Windows)' },
  { value: 'cuda', label: 'Graphics (CUDA, Linux)' },
  { value: 'coreml', label: 'Core ML (macOS)' },
] as const satisfies readonly { value: ProviderChoice; label: string }[];
