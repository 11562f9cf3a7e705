import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

/** Where a window was when it was last closed; `x` and `y` are absent until it was moved. */
export interface WindowBounds {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const SMALLEST = { width: 1024, height: 640 };
const FIRST: WindowBounds = { width: 1440, height: 900, maximized: false };

/** How much of the title bar must be on a screen for the window to be reachable, in device-independent pixels. */
const REACHABLE = { width: 120, height: 30 };

/**
 * The remembered bounds, or the first ones where there are none, or they make no sense, or they lie outside every screen in
 * `screens` (one was unplugged).
 */
export function readBounds(file: string, screens: readonly Rectangle[]): WindowBounds {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return FIRST;
  }
  if (typeof read !== 'object' || read === null) return FIRST;
  const { x, y, width, height, maximized } = read as Record<string, unknown>;
  if (![width, height].every(isSize)) return FIRST;
  const size = { width: Math.max(width as number, SMALLEST.width), height: Math.max(height as number, SMALLEST.height) };
  const bounds: WindowBounds = { ...size, maximized: maximized === true };
  if (!Number.isInteger(x) || !Number.isInteger(y)) return bounds;
  const placed = { ...bounds, x: x as number, y: y as number };
  return screens.some((screen) => isReachable(placed, screen)) ? placed : bounds;
}

/** Keeps the bounds for next time. A folder that cannot be written to costs the memory, not the closing. */
export function writeBounds(file: string, bounds: WindowBounds): void {
  try {
    writeFileSync(file, JSON.stringify(bounds));
  } catch (error) {
    console.error(`The place of the window could not be kept in ${file}: ${String(error)}`);
  }
}

function isSize(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 100_000;
}

function isReachable(bounds: { x: number; y: number; width: number }, screen: Rectangle): boolean {
  const visible = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
  return visible >= REACHABLE.width && bounds.y >= screen.y && bounds.y + REACHABLE.height <= screen.y + screen.height;
}
