import { useEffect, useLayoutEffect, useRef, useState } from 'react';

const DELAY_MS = 450;

interface Tip {
  readonly text: string;
  readonly target: DOMRect;
}

/** One tooltip for the whole window: shows the `data-tip` of what the pointer rests on or the keyboard has reached. */
export function TipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current: Element | null = null;
    const hide = (): void => {
      clearTimeout(timer);
      current = null;
      setTip(null);
    };
    const consider = (target: EventTarget | null, delayMs: number): void => {
      const element = target instanceof Element ? target.closest('[data-tip]') : null;
      if (element === current) return;
      hide();
      const text = element?.getAttribute('data-tip');
      if (!element || !text) return;
      current = element;
      timer = setTimeout(() => {
        if (element.isConnected) setTip({ text, target: element.getBoundingClientRect() });
      }, delayMs);
    };
    const over = (event: PointerEvent): void => {
      if (event.buttons === 0) consider(event.target, DELAY_MS);
    };
    const focus = (event: FocusEvent): void => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) consider(event.target, DELAY_MS);
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('pointerdown', hide, true);
    document.addEventListener('keydown', hide, true);
    document.addEventListener('focusout', hide);
    window.addEventListener('blur', hide);
    return () => {
      hide();
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('pointerdown', hide, true);
      document.removeEventListener('keydown', hide, true);
      document.removeEventListener('focusout', hide);
      window.removeEventListener('blur', hide);
    };
  }, []);

  useLayoutEffect(() => {
    if (!tip || !box.current) return;
    const { width, height } = box.current.getBoundingClientRect();
    const left = Math.min(Math.max(6, tip.target.left + tip.target.width / 2 - width / 2), window.innerWidth - width - 6);
    const below = tip.target.bottom + 6;
    const top = below + height > window.innerHeight - 4 ? tip.target.top - height - 6 : below;
    box.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }, [tip]);

  return tip ? (
    <div ref={box} className="tip" role="tooltip">
      {tip.text}
    </div>
  ) : null;
}
