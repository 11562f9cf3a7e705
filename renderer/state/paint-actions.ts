import type { Input } from '#contract/contract.ts';
import { GroveError } from '#core/model/error.ts';
import type { PlaneIndex } from '#core/model/image.ts';
import type { LabelStroke } from '#core/model/label.ts';
import type { DocumentChange } from '#core/model/project.ts';
import type { Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';

export interface PaintActions {
  /** Saves a stroke; rejects when it was not kept, so that the canvas takes it back. */
  paint(imageId: string, plane: PlaneIndex, stroke: LabelStroke): Promise<DocumentChange>;
  bucket(input: Input<'labels.bucket'>): Promise<DocumentChange>;
  /** Waits until no stroke is on its way, the ones that the canvas still holds back included. */
  settled(): Promise<void>;
}

export function createPaintActions(context: Context, follower: DocumentFollower): PaintActions {
  const { client, workspace, jobs } = context;
  const underway = new Set<Promise<unknown>>();
  const followed = async (work: Promise<DocumentChange>): Promise<DocumentChange> => {
    underway.add(work);
    try {
      const change = await work;
      follower.apply(change);
      return change;
    } finally {
      underway.delete(work);
    }
  };
  const refuseReadOnly = (): void => {
    const { project } = workspace.get();
    if (project?.readOnly) {
      throw new GroveError('read-only', `${project.name} is open for reading only. Save a copy to label in it.`);
    }
  };
  return {
    settled: async () => {
      while (underway.size > 0) {
        await Promise.allSettled(underway);
        // The canvas sends its next stroke as soon as the one before is kept.
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    paint: async (imageId, plane, { box, mask, value, onlyOver }) => {
      refuseReadOnly();
      const stroke = { box, mask, value, onlyOver: onlyOver && [...onlyOver] };
      return followed(client.call('labels.paint', { imageId, plane, stroke: { ...stroke, mask: new Uint8Array(mask) } }));
    },
    bucket: async (input) => {
      refuseReadOnly();
      return followed(jobs.run('hint', 'Filling', (options) => client.call('labels.bucket', input, options)));
    },
  };
}
