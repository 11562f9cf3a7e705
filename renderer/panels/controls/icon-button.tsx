import type { ReactNode } from 'react';
import { shortcutText } from '../../state/command.ts';
import { isMac } from '../../state/platform.ts';
import { useCommand } from '../app-context.tsx';

interface Props {
  readonly label: string;
  readonly icon: ReactNode;
  /** More than the name, for the tooltip. */
  readonly tip?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
  onClick(): void;
}

/** A square button with a picture; its name is read out and shown as a tooltip. */
export function IconButton({ label, icon, tip, pressed, disabled, className, onClick }: Props) {
  return (
    <button
      type="button"
      className={`icon-button ${className ?? ''}`}
      aria-label={label}
      data-tip={tip ?? label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

interface CommandProps {
  readonly id: string;
  readonly icon: ReactNode;
  readonly label?: string;
  readonly tip?: string;
  readonly pressed?: boolean;
  readonly className?: string;
}

/** A button that runs a command and shows its shortcut. */
export function CommandIconButton({ id, icon, label, tip, pressed, className }: CommandProps) {
  const { command, enabled } = useCommand(id);
  const [chord] = command.shortcuts;
  return (
    <IconButton
      label={label ?? command.title}
      tip={`${tip ?? label ?? command.title}${chord === undefined ? '' : `  ·  ${shortcutText(chord, isMac())}`}`}
      icon={icon}
      disabled={!enabled}
      onClick={command.run}
      {...(pressed !== undefined && { pressed })}
      {...(className !== undefined && { className })}
    />
  );
}
