import type { ChannelRange } from '#contract/contract.ts';
import type { ChannelDisplay } from '#core/model/image.ts';
import { autoContrast, widened } from './auto-contrast.ts';
import { attempt, type Context, openImage } from './context.ts';
import { planeKey } from './results.ts';

const SAVE_DELAY_MS = 400;

export interface DisplayActions {
  /** Changes one channel at once; the project learns of it a moment later. */
  setChannel(index: number, patch: Partial<ChannelDisplay>): void;
  /** Fits min and max to the pixels of the plane; all channels when `only` is null. */
  auto(only: number | null): Promise<void>;
  /** Percentiles and histogram of the shown plane, from the cache where it was asked before. */
  ranges(): Promise<readonly ChannelRange[] | null>;
  showOnly(index: number): void;
  setMode(mode: 'blend' | 'grey'): void;
  setGreyChannel(index: number): void;
  toggleRangeIndicator(): void;
  /** Sends what is not saved yet, before the image or the project is left. */
  flush(): Promise<void>;
}

export function createDisplayActions(context: Context): DisplayActions {
  const { workspace, client, results } = context;
  let unsaved: { imageId: string; display: readonly ChannelDisplay[] } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    const sending = unsaved;
    unsaved = null;
    if (sending && !workspace.get().project?.readOnly) {
      await attempt(context, () => client.call('images.setDisplay', { ...sending, display: [...sending.display] }));
    }
  };

  const setDisplay = (display: readonly ChannelDisplay[]): void => {
    const { imageId, project } = workspace.get();
    if (imageId === null || !project) return;
    const images = project.images.map((image) => (image.id === imageId ? { ...image, display } : image));
    workspace.patch({ display, project: { ...project, images } });
    unsaved = { imageId, display };
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), SAVE_DELAY_MS);
  };

  const ranges: DisplayActions['ranges'] = async () => {
    const { imageId, plane } = workspace.get();
    if (imageId === null) return null;
    const key = planeKey(imageId, plane);
    const known = results.get().ranges.get(key);
    if (known) return known;
    const found = await client.call('images.range', { imageId, plane });
    results.patch({ ranges: new Map(results.get().ranges).set(key, found) });
    return found;
  };

  return {
    ranges: () => attempt(context, ranges),
    setChannel: (index, patch) => {
      const next = workspace.get().display.map((channel, at) => {
        if (at !== index) return channel;
        const merged = { ...channel, ...patch };
        return merged.max > merged.min ? merged : { ...merged, ...widened(merged.min, merged.max) };
      });
      setDisplay(next);
    },
    auto: async (only) => {
      const image = openImage(context);
      const found = await attempt(context, ranges);
      if (image && found && workspace.get().imageId === image.id) {
        setDisplay(autoContrast(workspace.get().display, found, image.info, only));
      }
    },
    showOnly: (index) => setDisplay(workspace.get().display.map((channel, at) => ({ ...channel, visible: at === index }))),
    setMode: (displayMode) => workspace.patch({ displayMode }),
    setGreyChannel: (greyChannel) => workspace.patch({ greyChannel, displayMode: 'grey' }),
    toggleRangeIndicator: () => workspace.patch({ rangeIndicator: !workspace.get().rangeIndicator }),
    flush,
  };
}
