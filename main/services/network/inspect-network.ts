import { GroveError } from '#core/model/error.ts';
import { type ModelWarning, type NetworkInfo, networkUse } from '#core/model/network.ts';
import type { ComputePool, InspectedNetwork, NetworkLibrary, NetworkRunner, RunOptions } from '../ports.ts';

/** A model file that was looked at and may be imported. */
export interface NetworkDraft {
  readonly path: string;
  readonly onnxPath: string;
  readonly inspected: InspectedNetwork;
  /** A network of the library that is the same file. */
  readonly same: NetworkInfo | null;
  /** A network of the library with the same id but another content. */
  readonly twin: NetworkInfo | null;
  /** What ran the network on zeros; null where its tile is not known yet. */
  readonly ranOn: { readonly provider: string; readonly note: string | null } | null;
}

/** How far the classes of a pixel may be from sharing out 1. */
const SUM_OFF = 1e-2;

/**
 * Looks at a model file: reads and checks it, converts its network where needed, runs one tile of zeros, and compares it with the
 * library. Throws GroveError with the codes of the list of reasons.
 */
export async function inspectNetwork(
  path: string,
  { pool, runner, library }: { pool: ComputePool; runner: NetworkRunner; library: NetworkLibrary },
  options: RunOptions = {},
): Promise<NetworkDraft> {
  const onnxPath = await library.staging();
  const inspected = await pool.run('network.inspect', { path, onnx: onnxPath }, options);
  const { networks } = await library.list();
  const same = networks.find(({ hash }) => hash === inspected.hash) ?? null;
  const twin = networks.find(({ id, hash }) => id === inspected.metadata.id && hash !== inspected.hash) ?? null;
  const tried = await tryZeros(path, onnxPath, inspected, runner, options);
  const metadata = { ...inspected.metadata, warnings: [...inspected.metadata.warnings, ...tried.warnings] };
  return { path, onnxPath, inspected: { ...inspected, metadata }, same, twin, ranOn: tried.ranOn };
}

async function tryZeros(
  path: string,
  onnxPath: string,
  { metadata }: InspectedNetwork,
  runner: NetworkRunner,
  options: RunOptions,
): Promise<{ warnings: ModelWarning[]; ranOn: NetworkDraft['ranOn'] }> {
  const { tile, channels, task, outputs, answer } = metadata;
  if (tile === null) return { warnings: [], ranOn: null };
  const network = { key: onnxPath, path: onnxPath, provider: 'auto' as const };
  const shape = [1, ...(tile.z === null ? [] : [tile.z]), tile.y, tile.x, channels];
  const { provider, note, finite, sum, shape: answered } = await runner.tryOut(network, shape, options);
  await runner.forget(onnxPath);
  const wrong = (code: string, what: string): never => {
    throw new GroveError('corrupt', `${path} cannot be used: ${what}; ask for a corrected file where it came from.`, {
      file: path,
      code,
    });
  };
  if (!finite) wrong('MODEL_UNREADABLE', 'its network answers an empty image with values that are no numbers');
  const use = task === null ? null : networkUse(task);
  if (use === 'segmentation' || use === 'regression') {
    const extent = answer ?? tile;
    const expected = [1, ...(extent.z === null ? [] : [extent.z]), extent.y, extent.x, outputs];
    if (expected.join() !== answered.join()) {
      wrong('SHAPE_MISMATCH', `its network answers ${answered.join(' × ')} values, not ${expected.join(' × ')} as described`);
    }
  }
  const scores = answered.reduce((count, extent) => count * extent, 1);
  if (use === 'classification' && scores !== outputs) {
    wrong(
      'SHAPE_MISMATCH',
      `its network answers ${answered.join(' × ')} values, not one for each of ${outputs} classes as described`,
    );
  }
  const warnings: ModelWarning[] = [];
  const shares = task?.startsWith('SingleClass') === true && use === 'segmentation';
  if (shares && (Math.abs(sum.least - 1) > SUM_OFF || Math.abs(sum.most - 1) > SUM_OFF)) {
    const message = `The classes of a pixel add up to ${sum.most.toFixed(2)} instead of 1, so confidences mean little; labels are right all the same.`;
    warnings.push({ code: 'NOT_NORMALISED', message });
  }
  return { warnings, ranOn: { provider, note } };
}
