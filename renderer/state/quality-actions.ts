import type { Misjudged, QualityReport } from '#core/model/quality.ts';
import { attempt, type Context, findModel } from './context.ts';
import type { ImageSelection } from './image-selection.ts';

/** Zoom at which a misjudged pixel is well seen; a closer view is kept. */
const CLOSE_ZOOM = 4;

/** Pixels that lie this near each other are listed as one place. */
const PLACE_PX = 64;

/** Places listed. */
const PLACES = 8;

/** Misjudged pixels near each other. */
export interface MisjudgedPlace extends Pick<Misjudged, 'contentHash' | 'plane'> {
  readonly x: number;
  readonly y: number;
  readonly pixels: number;
  /** The commonest mistake. */
  readonly own: number;
  readonly given: number;
}

export interface QualityActions {
  /** Asks the host, once, for the report kept with a version. */
  want(modelId: string): void;
  /** Judges a version and keeps the report. */
  judge(modelId: string): Promise<void>;
  /** Shows in the viewer which labels a version misjudged; not any more when shown already. */
  toggleMisjudged(modelId: string): void;
  goTo(place: MisjudgedPlace): Promise<void>;
  /** Ranks the features of the present settings by what each alone is worth. */
  rankFeatures(): Promise<void>;
  /** The labels have changed. */
  forget(): void;
}

export function createQualityActions(context: Context, selection: ImageSelection): QualityActions {
  const { workspace, results, client, jobs, viewer, frame } = context;
  const asked = new Set<string>();
  const keep = (modelId: string, report: QualityReport | null): void =>
    results.patch({ reports: new Map(results.get().reports).set(modelId, report) });
  const show = (modelId: string): void => {
    const report = results.get().reports.get(modelId);
    const model = findModel(context, modelId);
    if (!report || !model) return;
    workspace.patch({ misjudged: { modelId, planes: report.misjudged, classColors: model.classes.map(({ color }) => color) } });
  };

  return {
    want: (modelId) => {
      if (asked.has(modelId) || results.get().reports.has(modelId)) return;
      asked.add(modelId);
      client
        .call('classifier.quality', { modelId })
        .then(
          (report) => keep(modelId, report),
          // A version that is not kept, such as that of Live mode, has no report.
          () => keep(modelId, null),
        )
        .finally(() => asked.delete(modelId));
    },
    judge: (modelId) =>
      attempt(context, async () => {
        if (jobs.running('judge')) return;
        const report = await jobs.run('judge', 'Judging the classifier', (options) =>
          client.call('classifier.judge', { modelId }, options),
        );
        keep(modelId, report);
        show(modelId);
      }).then(() => undefined),
    toggleMisjudged: (modelId) => {
      if (workspace.get().misjudged?.modelId === modelId) workspace.patch({ misjudged: null });
      else show(modelId);
    },
    goTo: async ({ contentHash, plane, x, y }) => {
      const image = workspace.get().project?.images.find((one) => one.contentHash === contentHash);
      if (!image) return;
      if (workspace.get().imageId !== image.id) await selection.select(image.id, plane);
      else selection.setPlane(plane);
      viewer.current?.goTo(x, y, Math.max(CLOSE_ZOOM, workspace.get().camera.zoom));
    },
    rankFeatures: () =>
      attempt(context, async () => {
        if (jobs.running('judge')) return;
        const list = await jobs.run('judge', 'Trying single features', (options) =>
          client.call('training.rankFeatures', {}, options),
        );
        frame.patch({ dialog: { kind: 'featureWorth', list } });
      }).then(() => undefined),
    forget: () => {
      if (workspace.get().misjudged) workspace.patch({ misjudged: null });
    },
  };
}

/** Where a version errs, the places with most misjudged pixels first. */
export function misjudgedPlaces(planes: readonly Misjudged[]): MisjudgedPlace[] {
  const cells = new Map<string, { one: Misjudged; members: number[] }>();
  for (const [p, one] of planes.entries()) {
    for (let i = 0; i < one.own.length; i++) {
      const key = `${p} ${Math.floor(one.at[2 * i]! / PLACE_PX)} ${Math.floor(one.at[2 * i + 1]! / PLACE_PX)}`;
      const cell = cells.get(key) ?? { one, members: [] };
      cell.members.push(i);
      cells.set(key, cell);
    }
  }
  return [...cells.values()]
    .sort((a, b) => b.members.length - a.members.length)
    .slice(0, PLACES)
    .map(({ one: { contentHash, plane, at, own, given }, members }) => {
      const mistakes = new Map<string, number>();
      for (const i of members) mistakes.set(`${own[i]} ${given[i]}`, (mistakes.get(`${own[i]} ${given[i]}`) ?? 0) + 1);
      const [commonest] = [...mistakes].sort((a, b) => b[1] - a[1])[0]!;
      const [is, was] = commonest.split(' ').map(Number);
      const mean = (offset: 0 | 1): number => members.reduce((sum, i) => sum + at[2 * i + offset]!, 0) / members.length;
      // The misjudged pixel nearest to the middle, which may itself be judged rightly.
      const [mx, my] = [mean(0), mean(1)];
      const distance = (i: number): number => (at[2 * i]! - mx) ** 2 + (at[2 * i + 1]! - my) ** 2;
      const nearest = members.reduce((best, i) => (distance(i) < distance(best) ? i : best));
      return { contentHash, plane, x: at[2 * nearest]!, y: at[2 * nearest + 1]!, pixels: members.length, own: is!, given: was! };
    });
}
