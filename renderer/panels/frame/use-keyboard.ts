import { useEffect } from 'react';
import { createKeyboard, type FocusKind } from '../../state/keyboard.ts';
import { useApp } from '../app-context.tsx';

const TEXT_TYPES = new Set(['text', 'search', 'number', 'email', 'url', 'password', '']);

/** What the focused element wants of the keys. */
export function focusKind(target: EventTarget | null): FocusKind {
  if (!(target instanceof HTMLElement)) return 'page';
  if (target instanceof HTMLTextAreaElement || target.isContentEditable) return 'text';
  if (target instanceof HTMLInputElement) return TEXT_TYPES.has(target.getAttribute('type') ?? '') ? 'text' : 'control';
  return target.closest('button, select, a, summary, [role=menu], [role=listbox], [role=tab]') ? 'control' : 'page';
}

/** The one listener for keys. While a dialog is open, only the palette's key acts. */
export function useKeyboard(): void {
  const app = useApp();
  useEffect(() => {
    const blocked = (): boolean => app.frame.get().dialog !== null || app.frame.get().paletteOpen;
    const keyboard = createKeyboard(app.commands, blocked);
    const down = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && keyboard.down(event, focusKind(event.target))) event.preventDefault();
    };
    const up = (event: KeyboardEvent): void => keyboard.up(event.key);
    // A control clicked with the pointer gives the keys back to the image, so that Space pans and letters choose tools.
    const release = (event: MouseEvent): void => {
      if (event.detail === 0) return;
      const { activeElement } = document;
      if (
        activeElement instanceof HTMLElement &&
        !activeElement.closest('[role=dialog]') &&
        focusKind(activeElement) === 'control'
      ) {
        if (!(activeElement instanceof HTMLSelectElement)) activeElement.blur();
      }
    };
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', keyboard.releaseAll);
    window.addEventListener('click', release);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', keyboard.releaseAll);
      window.removeEventListener('click', release);
    };
  }, [app]);
}
