import type { Point } from '../state/rasterise-span.ts';

/** A place under the pointer. */
export interface Place {
  /** Index of the pane. */
  readonly pane: number;
  /** In the pane, in screen pixels. */
  readonly screen: Point;
  /** In level-0 pixels. */
  readonly image: Point;
}

export interface PointerTarget {
  /** Where an event is; stays in `pane` when one is given, as during a drag. */
  locate(event: MouseEvent, pane?: number): Place;
  /** True when the plain left button moves the picture. */
  handTool(): boolean;
  /** Moves the picture by screen pixels. */
  pan(dx: number, dy: number): void;
  /** Zooms about a place. */
  zoom(factor: number, at: Place): void;
  fit(): void;
  /** `erase` with the right button or Alt. */
  paintDown(place: Place, erase: boolean): void;
  paintMove(places: readonly Place[], pressed: boolean): void;
  paintUp(): void;
  paintCancel(): void;
  doubleClick(): void;
  /** Enter, Escape and Backspace while a tool is at work; returns true when it had a use for the key. */
  key(key: string): boolean;
  hover(place: Place | null): void;
  /** What the pointer does now, for its shape. */
  mode(mode: 'tool' | 'grab' | 'grabbing'): void;
}

const LINE_HEIGHT_PX = 16;
const WHEEL_ZOOM_PER_PX = 0.0018;
const PINCH_ZOOM_PER_PX = 0.01;
const MOST_ZOOM_PER_EVENT = 2;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Turns pointer, wheel and key events into panning, zooming and drawing. Returns the function that detaches it. */
export function attachPointerInput(element: HTMLElement, target: PointerTarget): () => void {
  let drag: { kind: 'pan' | 'paint'; id: number; pane: number; last: Place } | null = null;
  let space = false;
  let over = false;

  const showMode = (): void => {
    if (drag?.kind === 'pan') target.mode('grabbing');
    else target.mode(space || target.handTool() ? 'grab' : 'tool');
  };

  const onDown = (event: PointerEvent): void => {
    if (drag) return;
    const place = target.locate(event);
    const left = event.button === 0;
    const pans = event.button === 1 || (left && (space || target.handTool()));
    if (!pans && !left && event.button !== 2) return;
    if (event.button === 2 && target.handTool()) return;
    event.preventDefault();
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    drag = { kind: pans ? 'pan' : 'paint', id: event.pointerId, pane: place.pane, last: place };
    if (!pans) target.paintDown(place, event.button === 2 || event.altKey);
    showMode();
  };

  const onMove = (event: PointerEvent): void => {
    if (drag && event.pointerId !== drag.id) return;
    const place = target.locate(event, drag?.pane);
    target.hover(place);
    if (drag?.kind === 'pan') {
      target.pan(place.screen.x - drag.last.screen.x, place.screen.y - drag.last.screen.y);
      drag.last = place;
      return;
    }
    const events = event.getCoalescedEvents?.() ?? [];
    const places = events.length > 0 ? events.map((one) => target.locate(one, drag?.pane)) : [place];
    target.paintMove(places, drag !== null);
  };

  const onUp = (event: PointerEvent): void => {
    if (!drag || event.pointerId !== drag.id) return;
    const { kind } = drag;
    drag = null;
    if (kind === 'paint') target.paintUp();
    showMode();
  };

  const onCancel = (event: PointerEvent): void => {
    if (!drag || event.pointerId !== drag.id) return;
    const { kind } = drag;
    drag = null;
    if (kind === 'paint') target.paintCancel();
    showMode();
  };

  const onEnter = (): void => {
    over = true;
    showMode();
  };

  const onLeave = (): void => {
    over = false;
    if (!drag) target.hover(null);
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT_PX : event.deltaMode === 0 ? 1 : element.clientHeight;
    // A pinch on a trackpad comes as a wheel with Ctrl and much smaller steps.
    const perPx = event.ctrlKey ? PINCH_ZOOM_PER_PX : WHEEL_ZOOM_PER_PX;
    const factor = Math.exp(-event.deltaY * unit * perPx);
    target.zoom(Math.min(MOST_ZOOM_PER_EVENT, Math.max(1 / MOST_ZOOM_PER_EVENT, factor)), target.locate(event));
  };

  const onDoubleClick = (event: MouseEvent): void => {
    if (target.handTool() && event.button === 0) target.fit();
    else target.doubleClick();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.target)) return;
    if (event.key === ' ' && (over || drag)) {
      space = true;
      event.preventDefault();
      showMode();
    } else if (['Enter', 'Escape', 'Backspace'].includes(event.key) && target.key(event.key)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };

  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key !== ' ' || !space) return;
    space = false;
    event.preventDefault();
    showMode();
  };

  const onBlur = (): void => {
    space = false;
    showMode();
  };
  const prevent = (event: Event): void => event.preventDefault();

  const stop = new AbortController();
  const { signal } = stop;
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onCancel, { signal });
  element.addEventListener('pointerenter', onEnter, { signal });
  element.addEventListener('pointerleave', onLeave, { signal });
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  element.addEventListener('dblclick', onDoubleClick, { signal });
  element.addEventListener('contextmenu', prevent, { signal });
  // Middle click would start the browser's scrolling.
  element.addEventListener('mousedown', (event) => event.button === 1 && event.preventDefault(), { signal });
  window.addEventListener('keydown', onKeyDown, { signal, capture: true });
  window.addEventListener('keyup', onKeyUp, { signal, capture: true });
  window.addEventListener('blur', onBlur, { signal });
  showMode();
  return () => stop.abort();
}
