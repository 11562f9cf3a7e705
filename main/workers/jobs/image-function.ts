import { buildStages } from '#core/image-function/build-stages.ts';
import type { RegionTable } from '#core/image-function/merge-strips.ts';
import type { RegionStage } from '#core/image-function/region-stage.ts';
import type { Stage } from '#core/image-function/stage.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { FunctionTable, FunctionWork, ImageSource, Jobs } from '../../services/ports.ts';
import { openSource } from '../open-sources.ts';

/** What a thread keeps of a plan: its stages hold the strips they have worked out. */
interface PreparedPlan {
  readonly id: string;
  readonly stages: readonly Stage[];
  sources: readonly ImageSource[];
  tables: ReadonlyMap<string, RegionTable>;
}

/** One plan at a time: strips are large, and plans come one after another. */
let prepared: PreparedPlan | null = null;

/** A plan that nobody asks for any more is forgotten with its strips. */
const KEEP_MS = 10_000;
let forget: NodeJS.Timeout | undefined;

const keyOf = (step: number, { scene, z, t }: PlaneIndex, channel: number): string => `${step}/${scene}/${z}/${t}/${channel}`;

function stagesOf({ id, plan, sources, tables }: FunctionWork): readonly Stage[] {
  if (prepared?.id !== id) {
    const mine: PreparedPlan = { id, sources, tables: new Map(), stages: [] };
    const channels = plan.inputs.map(({ layout }) => layout.channels.map((_, i) => i));
    const stages = buildStages(
      plan,
      async (input, plane, rect) => {
        const file = await openSource(mine.sources[input]!);
        return (await file.read({ plane, level: 0, rect, channels: channels[input]! })).data;
      },
      (step, plane, channel) => {
        const table = mine.tables.get(keyOf(step, plane, channel));
        if (table === undefined) throw new Error(`The objects of step ${step} are not known.`);
        return table;
      },
    );
    prepared = Object.assign(mine, { stages });
  }
  clearTimeout(forget);
  forget = setTimeout(() => {
    prepared = null;
  }, KEEP_MS).unref();
  prepared.sources = sources;
  prepared.tables = new Map(tables.map((table: FunctionTable) => [keyOf(table.step, table.plane, table.channel), table]));
  return prepared.stages;
}

export async function functionPixels(input: Jobs['function.pixels']['in']): Promise<Jobs['function.pixels']['out']> {
  const stages = stagesOf(input);
  return { data: await stages.at(-1)!.read(input.plane, input.rect) };
}

export async function functionBorders(input: Jobs['function.borders']['in']): Promise<Jobs['function.borders']['out']> {
  const stage = stagesOf(input)[input.step + 1] as RegionStage;
  return Object.fromEntries((await stage.borders(input.plane, input.strip)).entries());
}
