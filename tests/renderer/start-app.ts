import { vi } from 'vitest';
import type { ImageRecord } from '#core/model/project.ts';
import { type App, createApp } from '../../renderer/state/app.ts';
import { BROWSER, type Platform } from '../../renderer/state/platform.ts';
import { createScriptedHost, type ScriptedHost } from './scripted-host.ts';

/** An app in the sample project of a scripted host: images a and b, classes Background (1) and Nucleus (2). Needs fake timers. */
export async function startInSample(
  platform: Platform = BROWSER,
  images?: readonly ImageRecord[],
): Promise<{ app: App; host: ScriptedHost }> {
  const host = createScriptedHost(images);
  const app = createApp(host.client, platform);
  await app.project.start();
  await app.project.openSample();
  return { app, host };
}

export const stroke = (value: number, width = 8, height = 4) => ({
  box: { x: 0, y: 0, width, height },
  mask: new Uint8Array(Math.ceil(width / 8) * height).fill(255),
  value,
  onlyOver: null,
});

/** Paints as the viewer would on the open image. */
export async function paint(app: App, value: number, width = 8): Promise<void> {
  const { imageId, plane } = app.workspace.get();
  if (imageId === null) throw new Error('No image is open.');
  await app.painting.paint(imageId, plane, stroke(value, width));
}

/** Lets timers of up to `ms` and everything they begin run to their end. */
export const settle = (ms = 2000): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
