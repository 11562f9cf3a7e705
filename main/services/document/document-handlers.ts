import { CLASS_COLORS } from '#core/model/label.ts';
import type { DocumentChange } from '#core/model/project.ts';
import type { Handlers } from '../handlers.ts';
import type { ProjectSession } from './project-session.ts';

type DocumentCalls =
  | 'images.remove'
  | 'images.setTraining'
  | 'images.setDisplay'
  | 'classes.add'
  | 'classes.update'
  | 'classes.remove'
  | 'classes.reorder'
  | 'history.undo'
  | 'history.redo'
  | 'training.settings';

/** Classes, images and settings of the open project. Every change is told to all windows. */
export function documentHandlers(session: ProjectSession): Pick<Handlers, DocumentCalls> {
  const { store, emit } = session;

  const classesChanged = (change: DocumentChange): DocumentChange => {
    emit('document.changed', change);
    emit('classes.changed', store().classes());
    return change;
  };

  /** A step of history may have changed anything. */
  const travelled = (change: DocumentChange | null): DocumentChange | null => {
    if (change === null) return null;
    classesChanged(change);
    emit('images.changed', store().images());
    return change;
  };

  return {
    'images.remove'({ imageId }) {
      const change = store().removeImage(imageId);
      emit('document.changed', change);
      emit('images.changed', store().images());
      return change;
    },
    'images.setTraining'({ imageId, training }) {
      store().setTraining(imageId, training);
      emit('images.changed', store().images());
      return null;
    },
    'images.setDisplay'({ imageId, display }) {
      store().setDisplay(imageId, display);
      emit('images.changed', store().images());
      return null;
    },

    'classes.add'({ name, color }) {
      const used = store().classes();
      const free = CLASS_COLORS.find((one) => !used.some((other) => other.color === one));
      const added = store().addClass(name, color ?? free ?? CLASS_COLORS[used.length % CLASS_COLORS.length]!);
      classesChanged(added.change);
      return added;
    },
    'classes.update': ({ value, patch }) => {
      const { name, color, visible } = patch;
      return classesChanged(
        store().updateClass(value, {
          ...(name === undefined ? {} : { name }),
          ...(color === undefined ? {} : { color }),
          ...(visible === undefined ? {} : { visible }),
        }),
      );
    },
    'classes.remove': ({ value }) => classesChanged(store().removeClass(value)),
    'classes.reorder': ({ values }) => classesChanged(store().reorderClasses(values)),

    'history.undo': () => travelled(store().undo()),
    'history.redo': () => travelled(store().redo()),

    'training.settings'(settings) {
      store().setTrainingSettings(settings);
      emit('training.changed', settings);
      return null;
    },
  };
}
