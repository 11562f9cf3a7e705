import type { ModelWarning, NetworkGraph, NetworkMetadata, TileExtent } from '#core/model/network.ts';
import type { NamedFile } from '../reading/read-errors.ts';
import { packageError } from './package-error.ts';

/** Border where neither file nor network say, per side, in pixels. */
const USUAL_BORDER = 16;

/**
 * Fills in what a file leaves open: the tile from the fixed extents of the network, the border from the reach of its convolutions
 * (a quarter of the tile at most, 16 where it is unknown), the answer from the network's output. Warns of what tiling does to
 * networks that standardise each tile. Throws GroveError 'SHAPE_MISMATCH' where the answer is no multiple of the tile.
 */
export function completeMetadata(
  file: NamedFile,
  metadata: NetworkMetadata,
  graph: NetworkGraph,
  more: readonly ModelWarning[],
): NetworkMetadata {
  const warnings = [...metadata.warnings, ...more];
  const tile = metadata.tile ?? fixedExtent(graph.inputShape);
  if (graph.dependsOnTile && metadata.task !== null && !metadata.task.endsWith('Classification')) {
    const message = 'The network standardises each tile as a whole, so tiles of a large image will not join without seams.';
    warnings.push({ code: 'TILE_STATISTICS', message });
  }
  if (tile === null) return { ...metadata, warnings };
  const answer = metadata.answer ?? fixedExtent(graph.outputShape ?? []) ?? tile;
  for (const axis of ['y', 'x'] as const) {
    if (metadata.answer === null || answer[axis] % tile[axis] === 0) continue;
    const what = `answers ${answer[axis]} pixels for a tile of ${tile[axis]}, which is no whole multiple; ask for a corrected file`;
    throw packageError(file, 'SHAPE_MISMATCH', what);
  }
  if (metadata.border === null && !warnings.some(({ code }) => code === 'BORDER_MISSING') && metadata.container === 'czann') {
    const message =
      'The file does not say how much of each tile’s border to leave out; the value shown is estimated from the network.';
    warnings.push({ code: 'BORDER_ESTIMATED', message });
  }
  return { ...metadata, tile, answer, border: metadata.border ?? estimateBorder(graph, tile), warnings };
}

/** Extents without batch and channels; null where one is left open. */
function fixedExtent(shape: readonly (number | null)[]): TileExtent | null {
  if (shape.length !== 4 && shape.length !== 5) return null;
  const spatial = shape.slice(1, -1);
  if (spatial.some((extent) => extent === null)) return null;
  const [x, y, z] = [...spatial].reverse();
  return { z: z ?? null, y: y!, x: x! };
}

function estimateBorder({ reach }: NetworkGraph, tile: TileExtent): TileExtent {
  const along = (extent: number): number => Math.min(reach ?? USUAL_BORDER, Math.floor((extent - 1) / 4));
  return { z: tile.z === null ? null : 0, y: along(tile.y), x: along(tile.x) };
}
