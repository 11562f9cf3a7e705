import { toScreen } from '../state/camera.ts';
import { brushCentre } from '../state/rasterise-brush.ts';
import type { Point } from '../state/rasterise-span.ts';
import type { Tool } from '../state/workspace.ts';
import type { Pane } from './pane.ts';
import type { Place } from './pointer-input.ts';
import { setAttributes, svgElement } from './svg-element.ts';

export interface CursorState {
  readonly panes: readonly Pane[];
  /** Screen pixels per CSS pixel. */
  readonly ratio: number;
  readonly place: Place | null;
  readonly tool: Tool;
  readonly brushPx: number;
  /** Colour of the active class as 0xRRGGBB, null when erasing. */
  readonly color: number | null;
  /** Corners of the polygon being drawn, in level-0 pixels. */
  readonly outline: readonly Point[] | null;
}

/** Brush outline, polygon preview and the linked cursor of the other pane: drawn by the page, over the canvas. */
export interface CursorView {
  update(state: CursorState): void;
  destroy(): void;
}

/** Below this radius in CSS pixels the outline alone would not be seen. */
const SMALLEST_CIRCLE = 3;
const CROSS = 6;

interface PaneMarks {
  readonly group: SVGGElement;
  readonly outline: SVGPathElement;
  readonly dark: SVGCircleElement;
  readonly light: SVGCircleElement;
  readonly cross: SVGPathElement;
}

function createMarks(svg: SVGSVGElement): PaneMarks {
  const group = svgElement('g', svg);
  const outline = svgElement('path', group, { 'stroke-width': 1.5, 'stroke-linejoin': 'round', 'fill-opacity': 0.25 });
  // Two rings, dark and light, are seen on any image.
  const dark = svgElement('circle', group, { fill: 'none', stroke: '#000', 'stroke-width': 3, 'stroke-opacity': 0.5 });
  const light = svgElement('circle', group, { fill: 'none', 'stroke-width': 1.25 });
  const cross = svgElement('path', group, { fill: 'none', stroke: '#fff', 'stroke-width': 1, 'stroke-opacity': 0.9 });
  return { group, outline, dark, light, cross };
}

export const cssColor = (color: number): string => `#${color.toString(16).padStart(6, '0')}`;

export function createCursorView(parent: HTMLElement): CursorView {
  const svg = svgElement('svg', parent, { 'aria-hidden': 'true' });
  Object.assign(svg.style, {
    position: 'absolute',
    inset: '0',
    width: '100%',
    height: '100%',
    pointerEvents: 'none',
    overflow: 'hidden',
  });
  const marks: PaneMarks[] = [];

  const drawPane = (index: number, pane: Pane, state: CursorState): void => {
    marks[index] ??= createMarks(svg);
    const { group, outline, dark, light, cross } = marks[index];
    const { place, ratio, tool, brushPx } = state;
    setAttributes(group, { transform: `translate(${pane.x / ratio} ${pane.y / ratio})`, display: 'inline' });
    const css = (point: Point): Point => {
      const at = toScreen(pane.camera, point.x, point.y);
      return { x: at.x / ratio, y: at.y / ratio };
    };

    const color = state.color === null ? '#ffffff' : cssColor(state.color);
    const path = state.outline?.map(css).map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`);
    setAttributes(outline, { d: path ? `${path.join('')}Z` : '', stroke: color, fill: color });

    const round = tool === 'brush' || tool === 'eraser' || tool === 'line';
    const radius = ((brushPx / 2) * pane.camera.zoom) / ratio;
    const ring = place !== null && round && radius >= SMALLEST_CIRCLE;
    for (const circle of [dark, light]) circle.setAttribute('display', ring ? 'inline' : 'none');
    if (place && ring) {
      const centre = css(brushCentre(place.image, brushPx));
      setAttributes(dark, { cx: centre.x, cy: centre.y, r: radius });
      setAttributes(light, { cx: centre.x, cy: centre.y, r: radius, stroke: color });
    }
    const linked = place !== null && place.pane !== index;
    cross.setAttribute('display', linked ? 'inline' : 'none');
    if (place && linked) {
      const { x, y } = css(place.image);
      cross.setAttribute('d', `M${x - CROSS} ${y}H${x + CROSS}M${x} ${y - CROSS}V${y + CROSS}`);
    }
  };

  return {
    update: (state) => {
      state.panes.forEach((pane, index) => {
        drawPane(index, pane, state);
      });
      for (const { group } of marks.slice(state.panes.length)) group.setAttribute('display', 'none');
    },
    destroy: () => svg.remove(),
  };
}

/** The pointer's own shape: a circle stands in for it where it is large enough to be seen. */
export function cursorShape(state: Pick<CursorState, 'tool' | 'brushPx'>, cssZoom: number): string {
  const round = state.tool === 'brush' || state.tool === 'eraser' || state.tool === 'line';
  return round && (state.brushPx / 2) * cssZoom >= SMALLEST_CIRCLE ? 'none' : 'crosshair';
}
