import type { ReactNode } from 'react';
import { shortcutText } from '../../state/command.ts';
import { isMac } from '../../state/platform.ts';
import { useCommand } from '../app-context.tsx';

interface Props {
  readonly id: string;
  readonly children: ReactNode;
  readonly primary?: boolean;
  readonly tip?: string;
}

/** A wide button that runs a command. */
export function CommandButton({ id, children, primary, tip }: Props) {
  const { command, enabled } = useCommand(id);
  const [chord] = command.shortcuts;
  return (
    <button
      type="button"
      className={primary ? 'button primary' : 'button'}
      disabled={!enabled}
      data-tip={`${tip ?? command.title}${chord === undefined ? '' : `  ·  ${shortcutText(chord, isMac())}`}`}
      onClick={command.run}
    >
      {children}
    </button>
  );
}
