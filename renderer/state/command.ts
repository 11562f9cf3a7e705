/** One thing the user can do, wherever it is asked for: key, palette, menu or button. */
export interface Command {
  /** Stable, dotted, e.g. "train.segment"; menus of the shell send it. */
  readonly id: string;
  readonly title: string;
  readonly group: 'Project' | 'Images' | 'Label' | 'Train' | 'View' | 'Window';
  /** Chords such as "mod+shift+z", "b" or "[": mod is Ctrl, on a Mac the command key. The first is shown. */
  readonly shortcuts: readonly string[];
  enabled(): boolean;
  run(): void;
  /** Set where the command acts while its key is held; `run` then only toggles from the palette. */
  readonly release?: () => void;
  /** Works even while text is being typed. */
  readonly whileTyping?: boolean;
}

const MAC_NAMES: Readonly<Record<string, string>> = { mod: '⌘', shift: '⇧', alt: '⌥' };
const NAMES: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'Page Up',
  pagedown: 'Page Down',
  escape: 'Esc',
  '-': '−',
};

/** A chord as people read it: "Ctrl+Shift+Z", on a Mac "⌘⇧Z". */
export function shortcutText(chord: string, mac: boolean): string {
  const parts = chord === '+' ? ['+'] : chord.split('+');
  const named = parts.map((part) => (mac ? MAC_NAMES[part] : undefined) ?? NAMES[part] ?? part.toUpperCase());
  return named.join(mac ? '' : '+');
}
