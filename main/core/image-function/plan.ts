import { GroveError } from '../model/error.ts';
import type { PlaneIndex } from '../model/image.ts';
import type { ImageFunction } from '../model/image-function.ts';
import { parseSubset, type SelectedPlanes, selectPlanes } from '../model/subset.ts';
import { classPlace } from './class-place.ts';
import { canHold } from './convert-pixels.ts';
import { type Layout, liesOver } from './layout.ts';

/** Functions in the order in which they work, and the images they work on. Can be sent to a worker as it is. */
export interface FunctionPlan {
  readonly steps: readonly ImageFunction[];
  /** The image first, then those that the steps name by `with`. */
  readonly inputs: readonly { readonly path: string; readonly layout: Layout }[];
  /** Rows of the strips in which objects are found, at most; 512 when left out. Never changes the result. */
  readonly stripRows?: number;
}

/** What a plan makes of an image: its layout before the first step, and after each. */
export interface PlannedSteps {
  /** One more than there are steps. */
  readonly layouts: readonly [Layout, ...Layout[]];
  /** What the user should know of it, a sentence each. */
  readonly notes: readonly string[];
}

/** Follows the layout through all steps. Throws GroveError 'mismatch' and 'invalid-input' where a step cannot work. */
export function planSteps({ steps, inputs }: FunctionPlan): PlannedSteps {
  const layouts: [Layout, ...Layout[]] = [inputs[0]!.layout];
  const notes: string[] = [];
  for (const step of steps) {
    const layout = layouts.at(-1)!;
    const second = 'with' in step ? inputs[inputOf(inputs, step.with)]!.layout : null;
    layouts.push(after(step, layout, second, notes));
  }
  return { layouts, notes };
}

/** Index of the input with a path. */
export function inputOf(inputs: FunctionPlan['inputs'], path: string): number {
  const index = inputs.findIndex((input) => input.path === path);
  if (index < 0) throw new Error(`${path} is no input of the plan.`);
  return index;
}

/** Planes, and the part of each, that a subset step takes. */
export function selectionOf(subset: string, layout: Layout): SelectedPlanes {
  return selectPlanes(
    layout.name,
    { ...layout, sizeScene: layout.scenes.length, channels: [...layout.channels] },
    parseSubset(subset),
  );
}

/** The plane before a step that a plane after it comes from. */
export function planeBefore(step: ImageFunction, before: Layout, plane: PlaneIndex): PlaneIndex {
  if (step.name !== 'subset') return plane;
  const { scenes, z, t } = selectionOf(step.subset, before);
  return { scene: scenes[plane.scene]!, z: z[plane.z]!, t: t[plane.t]! };
}

/** The part of a plane that a subset takes, cut to its size. Throws GroveError 'invalid-input' where nothing is left. */
export function regionOf({ within }: SelectedPlanes, layout: Layout, scene: number) {
  const { width, height } = layout.scenes[scene]!;
  const { x, y, width: wide, height: high } = within ?? { x: 0, y: 0, width, height };
  const region = { x, y, width: Math.min(width, x + wide) - x, height: Math.min(height, y + high) - y };
  if (region.width > 0 && region.height > 0) return region;
  const message = `${layout.name} is ${width} × ${height} pixels, so the part of the subset at ${x}, ${y} is outside; choose a part of it.`;
  throw new GroveError('invalid-input', message);
}

function after(step: ImageFunction, layout: Layout, second: Layout | null, notes: string[]): Layout {
  if (second !== null && !liesOver(second, layout)) {
    const size = ({ scenes, sizeZ, sizeT }: Layout): string =>
      `${scenes[0]!.width} × ${scenes[0]!.height} pixels, ${scenes.length} scenes, ${sizeZ} Z planes and ${sizeT} time points`;
    const message = `${second.name} has ${size(second)} but ${layout.name} has ${size(layout)}; ${step.name} needs an image of the same planes, or of one plane of that size.`;
    throw new GroveError('mismatch', message);
  }
  const masks = { ...layout, pixelType: 'uint8' as const, rgb: false, channels: layout.channels.map(withoutDisplay) };
  switch (step.name) {
    case 'mask': {
      checkWhole(step.name, layout);
      return { ...masks, channels: [withoutDisplay(classPlace(layout, step.class).info)] };
    }
    case 'extract': {
      checkWhole(step.name, layout);
      const { channel, info } = classPlace(layout, step.class);
      return channel === null ? layout : { ...layout, rgb: false, channels: [info] };
    }
    case 'combine':
      checkWhole(step.name, layout);
      checkWhole(step.name, second!);
      checkChannels(step.name, layout, second!);
      return masks;
    case 'not':
      checkWhole(step.name, layout);
      return masks;
    case 'apply-mask':
      checkWhole(step.name, second!);
      checkChannels(step.name, layout, second!);
      return layout;
    case 'min-confidence':
      checkWhole(step.name, layout);
      if (second!.channels.length === 1) return layout;
      throw new GroveError('mismatch', `${second!.name} has ${second!.channels.length} channels; a confidence image has one.`);
    case 'pixel-type': {
      if (step.low !== null && step.high !== null && !(step.low < step.high)) {
        throw new GroveError('invalid-input', `pixel-type needs low below high, not ${step.low} and ${step.high}.`);
      }
      const rgb = layout.rgb && (step.type === 'uint8' || step.type === 'uint16');
      const channels = step.type === layout.pixelType ? layout.channels : layout.channels.map(withoutDisplay);
      return { ...layout, pixelType: step.type, rgb, channels };
    }
    case 'add-channels': {
      notes.push(...addingNotes(layout, second!, step.adapt));
      return { ...layout, rgb: false, channels: [...layout.channels, ...second!.channels.map(withoutDisplay)] };
    }
    case 'subset': {
      const selected = selectionOf(step.subset, layout);
      const scenes = selected.scenes.map((scene) => {
        const { width, height } = regionOf(selected, layout, scene);
        return { ...layout.scenes[scene]!, width, height };
      });
      const channels = selected.channels.map((channel) => layout.channels[channel]!);
      const rgb = layout.rgb && channels.length === 3;
      return { ...layout, scenes, sizeZ: selected.z.length, sizeT: selected.t.length, channels, rgb };
    }
    default:
      checkWhole(step.name, layout);
      return layout;
  }
}

function withoutDisplay({ display: _, ...info }: Layout['channels'][number]): Layout['channels'][number] {
  return info;
}

/** Masks and labels are whole numbers from 0 on. */
function checkWhole(step: string, { name, pixelType }: Layout): void {
  if (pixelType.startsWith('uint')) return;
  const message = `${name} has ${pixelType} pixels but ${step} works on masks and labels of whole numbers from 0 on; change its pixel type to uint8 or uint16 first.`;
  throw new GroveError('mismatch', message);
}

function checkChannels(step: string, first: Layout, second: Layout): void {
  const [mine, others] = [first.channels.length, second.channels.length];
  if (others === 1 || others === mine) return;
  throw new GroveError(
    'mismatch',
    `${second.name} has ${others} channels but ${first.name} has ${mine}; ${step} needs as many, or one.`,
  );
}

/**
 * Rule of adding channels: where the image has 8- or 16-bit pixels, those added get its type, their values as they are. Other types
 * are left alone: what is added is taken as it is where the type of the image holds all its values, and refused elsewhere.
 */
function addingNotes(layout: Layout, second: Layout, adapt: boolean): string[] {
  const [own, added] = [layout.pixelType, second.pixelType];
  if (own === added) return [];
  const adaptable = own === 'uint8' || own === 'uint16';
  if (adapt && adaptable) {
    const cut = canHold(own, added) ? '' : '; values above its range are cut';
    return [`The channels of ${second.name} were changed from ${added} to ${own}, their values as they are${cut}.`];
  }
  if (adapt && canHold(own, added)) {
    return [
      `${layout.name} has ${own} pixels, which are left alone; the ${added} values of ${second.name} stand in them as they are.`,
    ];
  }
  const message = `${second.name} has ${added} pixels but ${layout.name} has ${own}; change the pixel type of one of them first.`;
  throw new GroveError('mismatch', message);
}
