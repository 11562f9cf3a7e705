import type { Command } from './command.ts';

/** What of a key event matters, so that the rules can be tested without a page. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
}

/** What has the focus: text takes every key, other controls the ones they move or press with. */
export type FocusKind = 'text' | 'control' | 'page';

const CONTROL_KEYS = new Set([
  'arrowup',
  'arrowdown',
  'arrowleft',
  'arrowright',
  ' ',
  'enter',
  'home',
  'end',
  'pageup',
  'pagedown',
]);

/** "mod+shift+z" for a key press. Shift is left out where the character already tells it, as in "?" and "+". */
export function chordOf(press: KeyPress): string {
  const key = press.key.toLowerCase();
  const letterOrName = key.length > 1 || (key >= 'a' && key <= 'z');
  return [
    press.ctrlKey || press.metaKey ? 'mod' : '',
    press.altKey ? 'alt' : '',
    press.shiftKey && letterOrName ? 'shift' : '',
    key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

/** The enabled command that a key press means, or null. */
export function commandFor(press: KeyPress, focus: FocusKind, commands: readonly Command[]): Command | null {
  const chord = chordOf(press);
  const found = commands.find((command) => command.shortcuts.includes(chord));
  if (!found) return null;
  if (focus === 'text' && found.whileTyping !== true) return null;
  if (focus === 'control' && CONTROL_KEYS.has(chord)) return null;
  return found.enabled() ? found : null;
}

/** Follows presses and releases; a held key runs its command once and releases it when it goes up. */
export interface Keyboard {
  /** True when the press was a command, and the page must not act on it. */
  down(press: KeyPress, focus: FocusKind): boolean;
  up(key: string): void;
  /** The window has lost the focus: no key is held any more. */
  releaseAll(): void;
}

const REPEATING = /^(brush|plane\.(scene|z|t)|history|view\.zoom)/;

export function createKeyboard(commands: readonly Command[], blocked: () => boolean): Keyboard {
  const held = new Map<string, () => void>();
  return {
    down: (press, focus) => {
      const key = press.key.toLowerCase();
      const command = commandFor(press, focus, commands);
      if (!command || (blocked() && command.whileTyping !== true)) return false;
      if (press.repeat && (held.has(key) || !REPEATING.test(command.id))) return true;
      if (command.release) held.set(key, command.release);
      command.run();
      return true;
    },
    up: (key) => {
      held.get(key.toLowerCase())?.();
      held.delete(key.toLowerCase());
    },
    releaseAll: () => {
      for (const release of held.values()) release();
      held.clear();
    },
  };
}
