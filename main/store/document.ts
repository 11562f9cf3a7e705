import type { Database } from 'better-sqlite3';
import type { DocumentChange } from '#core/model/project.ts';
import type { ClassRepository } from './class-repository.ts';
import { type HistoryChange, labelChanges } from './history-change.ts';
import type { HistoryRepository, HistoryStep } from './history-repository.ts';
import type { ImageRepository } from './image-repository.ts';
import type { LabelRepository, TilePlace } from './label-repository.ts';
import type { SettingsRepository } from './settings-repository.ts';

/** Changes the document by steps that know their way back; each step is one transaction. */
export interface Document {
  revision(): number;
  /**
   * Does the changes that `make` gives, each before the next is asked for, and keeps them as one step; none = nothing happened.
   */
  change(title: string, make: () => Iterable<HistoryChange>): DocumentChange;
  undo(): DocumentChange | null;
  redo(): DocumentChange | null;
}

export interface DocumentParts {
  readonly images: ImageRepository;
  readonly classes: ClassRepository;
  readonly labels: LabelRepository;
  readonly history: HistoryRepository;
  readonly settings: SettingsRepository;
}

const REVISION = 'document.revision';

export function createDocument(db: Database, parts: DocumentParts): Document {
  const { images, classes, labels, history, settings } = parts;
  const revision = (): number => Number(settings.get(REVISION) ?? 0);

  function apply(change: HistoryChange, side: 'before' | 'after'): void {
    switch (change.kind) {
      case 'labels':
        labels.combine(change.place, change.difference);
        return;
      case 'class': {
        const state = change[side];
        // A class that is taken back stays known, so that its value is not given to another one.
        const other = change[side === 'after' ? 'before' : 'after'];
        if (state !== null) classes.put(state);
        else if (other !== null) classes.put({ ...other, removed: true });
        return;
      }
      case 'image':
        images.setRemoved(change.imageId, change[side]);
    }
  }

  function answer(places: readonly TilePlace[]): DocumentChange {
    return { revision: revision(), labels: labelChanges(places), history: history.state() };
  }

  function travel(changes: readonly HistoryChange[] | null, side: 'before' | 'after'): DocumentChange | null {
    if (changes === null) return null;
    for (const change of side === 'before' ? changes.toReversed() : changes) apply(change, side);
    settings.set(REVISION, revision() + 1);
    return answer(changes.flatMap((change) => (change.kind === 'labels' ? [change.place] : [])));
  }

  return {
    revision,
    change: (title, make) =>
      db
        .transaction(() => {
          const places: TilePlace[] = [];
          let step: HistoryStep | null = null;
          for (const change of make()) {
            step ??= history.begin(title);
            apply(change, 'after');
            step.add(change);
            if (change.kind === 'labels') places.push(change.place);
          }
          if (step === null) return answer([]);
          step.finish();
          settings.set(REVISION, revision() + 1);
          return answer(places);
        })
        .immediate(),
    undo: () => db.transaction(() => travel(history.back(), 'before')).immediate(),
    redo: () => db.transaction(() => travel(history.forward(), 'after')).immediate(),
  };
}
