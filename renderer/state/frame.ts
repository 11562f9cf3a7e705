import type { AppInfo, LabelStatistics, NetworkDraft, Preferences, RecentProject } from '#contract/contract.ts';
import type { FeatureSetId, MultiscaleGrid } from '#core/model/features.ts';
import type { NetworkInfo } from '#core/model/network.ts';
import type { FeatureWorth } from '#core/model/quality.ts';
import type { FileRequest } from './platform.ts';
import type { PlaneAxis } from './scrub.ts';

/** Questions that need an answer before work goes on. */
export type Dialog =
  | { readonly kind: 'file'; readonly request: FileRequest; answer(paths: readonly string[] | null): void }
  | { readonly kind: 'export' | 'exportImage' | 'segment' | 'functions' | 'exportLabels' }
  | { readonly kind: 'importLabels'; readonly paths: readonly string[] }
  | { readonly kind: 'labelStatistics'; readonly statistics: LabelStatistics }
  | { readonly kind: 'preferences'; readonly values: Preferences; readonly note: string | null }
  /** The grid of Multi-scale features, as ticked so far. */
  | { readonly kind: 'features'; readonly grid: MultiscaleGrid }
  | { readonly kind: 'network'; readonly draft: NetworkDraft }
  | { readonly kind: 'process'; readonly network: NetworkInfo }
  | { readonly kind: 'classify'; readonly network: NetworkInfo }
  | { readonly kind: 'deleteNetwork'; readonly network: NetworkInfo; readonly users: readonly string[] }
  | { readonly kind: 'trials' | 'shortcuts' }
  | { readonly kind: 'featureWorth'; readonly list: readonly FeatureWorth[] };

/** What playing does after the last plane: begins again, goes back, or stops. */
export type PlayEnd = 'loop' | 'bounce' | 'stop';

/** The window around the work: what is open and how wide. None of it belongs to the project. */
export interface Frame {
  readonly app: AppInfo | null;
  readonly recent: readonly RecentProject[];
  /** False until the first answer of the host. */
  readonly ready: boolean;
  readonly connected: boolean;
  readonly dialog: Dialog | null;
  readonly paletteOpen: boolean;
  readonly leftWidthPx: number;
  readonly rightOpen: boolean;
  /** The networks of this user. */
  readonly networks: readonly NetworkInfo[];
  /** Names of the features of sets that were asked for, per channel. */
  readonly featureNames: ReadonlyMap<FeatureSetId, readonly string[]>;
  /** Version or network chosen in the Models step. */
  readonly selectedModelId: string | null;
  /** Folder of the last file dialog. */
  readonly lastFolder: string | null;
  /** Axis that plays by itself. */
  readonly playing: PlaneAxis | null;
  /** The axis that played last; null before the first time. */
  readonly playedAxis: PlaneAxis | null;
  /** Planes per second, where they load as fast. */
  readonly playFps: number;
  readonly playEnd: PlayEnd;
  /** The list of scenes is open. */
  readonly scenesOpen: boolean;
}

export const LEFT_WIDTH_PX = { min: 260, initial: 300, max: 460 } as const;

export function initialFrame(): Frame {
  return {
    app: null,
    recent: [],
    ready: false,
    connected: true,
    dialog: null,
    paletteOpen: false,
    leftWidthPx: LEFT_WIDTH_PX.initial,
    rightOpen: true,
    networks: [],
    featureNames: new Map(),
    selectedModelId: null,
    lastFolder: null,
    playing: null,
    playedAxis: null,
    playFps: 5,
    playEnd: 'loop',
    scenesOpen: false,
  };
}
