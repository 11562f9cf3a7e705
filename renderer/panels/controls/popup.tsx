import { PopoverNext, type PopoverNextPlacement } from '@blueprintjs/core';
import type { JSX } from 'react';

interface Props {
  readonly content: JSX.Element;
  readonly placement: PopoverNextPlacement;
  readonly disabled?: boolean;
  /** Given together with `onOpen` where something else than the button may open it too. */
  readonly open?: boolean;
  onOpen?(open: boolean): void;
  readonly children: JSX.Element;
}

const GAP_PX = 4;

/** What a button opens beside itself; a click elsewhere or Escape closes it. */
export function Popup({ content, placement, disabled = false, open, onOpen, children }: Props) {
  return (
    <PopoverNext
      arrow={false}
      animation="minimal"
      transitionDuration={0}
      placement={placement}
      disabled={disabled}
      middleware={{ offset: { mainAxis: GAP_PX }, flip: {}, shift: { padding: 8 } }}
      content={content}
      {...(open !== undefined && { isOpen: open })}
      {...(onOpen && { onInteraction: (next: boolean) => onOpen(next) })}
    >
      {children}
    </PopoverNext>
  );
}
