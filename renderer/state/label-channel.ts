import type { Workspace } from './workspace.ts';

/** The channel that is seen at a place: the one in grey mode, else the visible one that shines brightest there. */
export function channelUnder(
  workspace: Pick<Workspace, 'display' | 'displayMode' | 'greyChannel'>,
  values: readonly number[] | null,
): number {
  const { display, displayMode, greyChannel } = workspace;
  if (displayMode === 'grey') return greyChannel;
  let best = Math.max(
    0,
    display.findIndex(({ visible }) => visible),
  );
  let brightest = Number.NEGATIVE_INFINITY;
  display.forEach(({ visible, min, max }, channel) => {
    const value = values?.[channel];
    if (!visible || value === undefined) return;
    const shown = (value - min) / (max - min);
    if (shown > brightest) [best, brightest] = [channel, shown];
  });
  return best;
}
