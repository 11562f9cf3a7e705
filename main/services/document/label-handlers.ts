import { floodFill } from '#core/labels/flood-fill.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex, Rect } from '#core/model/image.ts';
import type { DocumentChange, ImageRecord } from '#core/model/project.ts';
import { sceneOf } from '#core/model/scene.ts';
import type { Handlers } from '../handlers.ts';
import { checkPlane, present } from '../images/image-handlers.ts';
import type { ImageSources } from '../images/image-sources.ts';
import type { ComputePool } from '../ports.ts';
import type { ProjectSession } from './project-session.ts';

export interface LabelHandlerMeans {
  readonly session: ProjectSession;
  readonly pool: ComputePool;
  readonly sources: ImageSources;
}

type LabelCalls = 'labels.paint' | 'labels.bucket' | 'labels.tile' | 'labels.tiles' | 'labels.planes' | 'labels.counts';

/** Labels of the open project: painted, filled, shown. */
export function labelHandlers({ session, pool, sources }: LabelHandlerMeans): Pick<Handlers, LabelCalls> {
  const { store, emit } = session;
  const changed = (change: DocumentChange): DocumentChange => {
    emit('document.changed', change);
    return change;
  };

  return {
    'labels.paint'({ imageId, plane, stroke }) {
      checkPlane(store().image(imageId), plane);
      return changed(store().paint(imageId, plane, stroke));
    },

    async 'labels.bucket'({ imageId, plane, channel, x, y, tolerance, within, value, onlyOver }, { signal }) {
      const project = store();
      const image = present(project, imageId);
      checkPlane(image, plane);
      const rect = clip(within, image, plane);
      const inside = x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
      if (!inside || channel >= image.info.channels.length) {
        throw new GroveError('invalid-input', `There is nothing to fill at ${x}, ${y} in channel ${channel} of ${image.name}.`);
      }
      const source = await sources.of(image, { signal });
      const request = { plane, level: 0, rect, channels: [channel] };
      const { data } = await pool.run('image.read', { source, request }, { signal });
      const { box, mask } = floodFill(data, rect.width, rect.height, x - rect.x, y - rect.y, tolerance);
      const moved = { ...box, x: box.x + rect.x, y: box.y + rect.y };
      return changed(project.paint(imageId, plane, { box: moved, mask, value, onlyOver }));
    },

    'labels.tile': ({ imageId, plane, column, row }) => store().labelTile(imageId, plane, column, row),

    'labels.tiles': ({ imageId, plane }) =>
      store()
        .labelledTiles(imageId)
        .filter((tile) => tile.plane.scene === plane.scene && tile.plane.z === plane.z && tile.plane.t === plane.t)
        .map(({ column, row }): readonly [number, number] => [column, row]),

    'labels.planes'({ imageId }) {
      const planes = new Map(
        store()
          .labelledTiles(imageId)
          .map(({ plane }) => [`${plane.scene}/${plane.t}/${plane.z}`, plane]),
      );
      return [...planes.values()].sort((a, b) => a.scene - b.scene || a.t - b.t || a.z - b.z);
    },

    'labels.counts': ({ imageId }) => store().labelCounts(imageId),
  };
}

function clip({ x, y, width, height }: Rect, { info }: ImageRecord, { scene }: PlaneIndex): Rect {
  const size = sceneOf(info, scene);
  const right = Math.min(x + width, size.width);
  const bottom = Math.min(y + height, size.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}
