import type { Extent } from './camera.ts';
import { createLabelMask, type LabelMask } from './label-mask.ts';
import { brushCentre, rasteriseBrush } from './rasterise-brush.ts';
import { rasterisePolygon } from './rasterise-polygon.ts';
import type { Point } from './rasterise-span.ts';
import type { Tool } from './workspace.ts';

/** What the tools draw on. */
export interface GestureTarget {
  startLive(mask: LabelMask, value: number, onlyOver: readonly number[] | null): void;
  updateLive(): void;
  cancelLive(): void;
  /** Keeps the live stroke and sends it off. */
  commit(): void;
  bucket(at: Point, value: number, onlyOver: readonly number[] | null): void;
}

/** How the tool is set when the button goes down. */
export interface GestureSettings {
  readonly tool: Tool;
  /** Class value to write; 0 erases. */
  readonly value: number;
  readonly onlyOver: readonly number[] | null;
  readonly brushPx: number;
  readonly image: Extent;
}

/** The drawing tools, from pointer positions in level-0 pixels to strokes. `zoom` is in screen pixels per image pixel. */
export interface LabelGestures {
  down(point: Point, settings: GestureSettings, zoom: number): void;
  /** Positions since the last call, oldest first; `pressed` while the button is down. */
  move(points: readonly Point[], pressed: boolean, zoom: number): void;
  up(): void;
  /** Closes an open polygon. */
  close(): void;
  /** Keeps a stroke under way and gives up an open polygon: before another tool or plane takes over. */
  finish(): void;
  /** Gives up whatever is being drawn. */
  cancel(): void;
  /** Takes back the last corner of an open polygon. */
  removeCorner(): void;
  /** Corners of the open polygon and, last, where the pointer is. */
  outline(): { readonly points: readonly Point[]; readonly value: number } | null;
  busy(): boolean;
}

/** A click this near to the first corner closes the polygon. */
const CLOSE_SCREEN_PX = 8;
/** A drag shorter than this is a click. */
const DRAG_SCREEN_PX = 4;
/** Freehand corners are at least this far apart. */
const CORNER_SCREEN_PX = 1.5;

interface OpenPolygon {
  readonly settings: GestureSettings;
  readonly corners: Point[];
  hover: Point;
  /** The button is down since the polygon began. */
  firstPress: boolean;
  freehand: boolean;
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export function createLabelGestures(target: GestureTarget): LabelGestures {
  let brush: { mask: LabelMask; last: Point; diameter: number } | null = null;
  let line: { from: Point; settings: GestureSettings } | null = null;
  let polygon: OpenPolygon | null = null;

  const begin = (settings: GestureSettings): LabelMask => {
    const mask = createLabelMask(settings.image.width, settings.image.height);
    target.startLive(mask, settings.value, settings.onlyOver);
    return mask;
  };

  const drawLine = (to: Point): void => {
    if (!line) return;
    const { from, settings } = line;
    target.cancelLive();
    const mask = begin(settings);
    rasteriseBrush(brushCentre(from, settings.brushPx), brushCentre(to, settings.brushPx), settings.brushPx, mask.span);
    target.updateLive();
  };

  const commit = (): void => {
    brush = null;
    line = null;
    target.commit();
  };

  const close = (): void => {
    if (!polygon) return;
    const { corners, settings } = polygon;
    polygon = null;
    if (corners.length < 3) return;
    const mask = begin(settings);
    rasterisePolygon(corners, 'non-zero', mask.span);
    target.updateLive();
    target.commit();
  };

  const polygonDown = (point: Point, settings: GestureSettings, zoom: number): void => {
    if (!polygon) {
      polygon = { settings, corners: [point], hover: point, firstPress: true, freehand: false };
      return;
    }
    const { corners } = polygon;
    if (corners.length >= 3 && distance(point, corners[0]) * zoom <= CLOSE_SCREEN_PX) {
      close();
      return;
    }
    polygon.freehand = false;
    polygon.firstPress = false;
    corners.push(point);
    polygon.hover = point;
  };

  const polygonMove = (open: OpenPolygon, point: Point, pressed: boolean, zoom: number): void => {
    open.hover = point;
    if (!pressed) return;
    const far = distance(point, open.corners[open.corners.length - 1]) * zoom;
    if (far < (open.freehand ? CORNER_SCREEN_PX : DRAG_SCREEN_PX)) return;
    open.freehand = true;
    open.corners.push(point);
  };

  return {
    down: (point, settings, zoom) => {
      const { tool, brushPx } = settings;
      if (tool === 'brush' || tool === 'eraser') {
        const mask = begin(settings);
        const centre = brushCentre(point, brushPx);
        rasteriseBrush(centre, centre, brushPx, mask.span);
        brush = { mask, last: centre, diameter: brushPx };
        target.updateLive();
      } else if (tool === 'line') {
        line = { from: point, settings };
        drawLine(point);
      } else if (tool === 'polygon') {
        polygonDown(point, settings, zoom);
      } else if (tool === 'bucket') {
        target.bucket(point, settings.value, settings.onlyOver);
      }
    },
    move: (points, pressed, zoom) => {
      for (const point of points) {
        if (brush) {
          const centre = brushCentre(point, brush.diameter);
          rasteriseBrush(brush.last, centre, brush.diameter, brush.mask.span);
          brush.last = centre;
        } else if (polygon) {
          polygonMove(polygon, point, pressed, zoom);
        }
      }
      const last = points.at(-1);
      if (brush) target.updateLive();
      else if (line && last) drawLine(last);
    },
    up: () => {
      if (brush || line) commit();
      else if (polygon?.firstPress) {
        if (polygon.freehand) close();
        else polygon.firstPress = false;
      }
    },
    close,
    finish: () => {
      if (brush || line) commit();
      polygon = null;
    },
    cancel: () => {
      if (brush || line) target.cancelLive();
      brush = null;
      line = null;
      polygon = null;
    },
    removeCorner: () => {
      polygon?.corners.pop();
      if (polygon?.corners.length === 0) polygon = null;
    },
    outline: () => (polygon ? { points: [...polygon.corners, polygon.hover], value: polygon.settings.value } : null),
    busy: () => brush !== null || line !== null || polygon !== null,
  };
}
