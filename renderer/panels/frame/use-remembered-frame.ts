import { useEffect } from 'react';
import { LEFT_WIDTH_PX } from '../../state/frame.ts';
import { useApp, useFrame } from '../app-context.tsx';

const KEY = 'grove.frame';

/** Keeps the widths of the panels on this machine; they are a habit of the user, not part of a project. */
export function useRememberedFrame(): void {
  const app = useApp();
  const leftWidthPx = useFrame((frame) => frame.leftWidthPx);
  const rightOpen = useFrame((frame) => frame.rightOpen);
  useEffect(() => {
    try {
      const known: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
      if (typeof known !== 'object' || known === null) return;
      if ('leftWidthPx' in known && typeof known.leftWidthPx === 'number') {
        const { min, max } = LEFT_WIDTH_PX;
        app.frame.patch({ leftWidthPx: Math.min(max, Math.max(min, known.leftWidthPx)) });
      }
      if ('rightOpen' in known && typeof known.rightOpen === 'boolean') app.frame.patch({ rightOpen: known.rightOpen });
    } catch {
      // Storage may be switched off; the window then starts with its usual widths.
    }
  }, [app]);
  useEffect(() => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ leftWidthPx, rightOpen }));
    } catch {
      // As above.
    }
  }, [leftWidthPx, rightOpen]);
}
