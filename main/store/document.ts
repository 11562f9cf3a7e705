import type { Database } from 'better-sqlite3';
import type { DocumentChange } from '#core/model/project.ts';
import type { ClassRepository } from './class-repository.ts';
import { type HistoryChange, labelChanges } from './history-change.ts';
import type { HistoryRepository } from './history-repository.ts';
import type { ImageRepository } from './image-repository.ts';
import type { LabelRepository } from './label-repository.ts';
import type { SettingsRepository } from './settings-repository.ts';

/** Changes the document by steps that know their way back; each step is one transaction. */
export interface Document {
  revision(): number;
  /** Does the changes that `make` returns and keeps them as one step; none = nothing happened. */
  change(title: string, make: () => readonly HistoryChange[]): DocumentChange;
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

  function answer(changes: readonly HistoryChange[]): DocumentChange {
    return { revision: revision(), labels: labelChanges(changes), history: history.state() };
  }

  function travel(changes: readonly HistoryChange[] | null, side: 'before' | 'after'): DocumentChange | null {
    if (changes === null) return null;
    for (const change of side === 'before' ? changes.toReversed() : changes) apply(change, side);
    settings.set(REVISION, revision() + 1);
    return answer(changes);
  }

  return {
    revision,
    change: (title, make) =>
      db
        .transaction(() => {
          const changes = make();
          if (changes.length === 0) return answer([]);
          for (const change of changes) apply(change, 'after');
          history.add(title, changes);
          settings.set(REVISION, revision() + 1);
          return answer(changes);
        })
        .immediate(),
    undo: () => db.transaction(() => travel(history.back(), 'before')).immediate(),
    redo: () => db.transaction(() => travel(history.forward(), 'after')).immediate(),
  };
}
