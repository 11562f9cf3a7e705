import type { LabelClass } from '#core/model/label.ts';
import { attempt, type Context } from './context.ts';
import type { DocumentFollower } from './document-follower.ts';
import type { HistoryActions } from './history-actions.ts';

export interface ClassActions {
  add(): Promise<void>;
  update(value: number, patch: Partial<Omit<LabelClass, 'value'>>): Promise<void>;
  /** Removes the class with its labels and offers to take it back. */
  remove(value: number): Promise<void>;
  /** Moves a class to a place in the list, 0 = first. */
  move(value: number, to: number): Promise<void>;
  choose(value: number): void;
  /** Chooses the class at a place in the list, 0 = first, as the keys 1–9 do. */
  chooseAt(index: number): void;
}

export function createClassActions(context: Context, follower: DocumentFollower, history: HistoryActions): ClassActions {
  const { client, workspace, toasts } = context;
  const classes = (): readonly LabelClass[] => workspace.get().project?.classes ?? [];

  const choose = (activeClass: number): void => {
    const { tool } = workspace.get();
    // Choosing a class means wanting to paint with it.
    workspace.patch({ activeClass, ...((tool === 'hand' || tool === 'eraser') && { tool: 'brush' }) });
  };

  return {
    choose,
    chooseAt: (index) => {
      const found = classes()[index];
      if (found) choose(found.value);
    },
    add: async () => {
      await attempt(context, async () => {
        const { change, added } = await client.call('classes.add', { name: freeName(classes()), color: null });
        const { project } = workspace.get();
        if (project && !project.classes.some((one) => one.value === added.value)) {
          workspace.patch({ project: { ...project, classes: [...project.classes, added] } });
        }
        follower.apply(change);
        choose(added.value);
      });
    },
    update: async (value, patch) => {
      await attempt(context, async () => {
        follower.apply(await client.call('classes.update', { value, patch }));
      });
    },
    remove: async (value) => {
      const gone = classes().find((one) => one.value === value);
      if (!gone) return;
      await attempt(context, async () => {
        follower.apply(await client.call('classes.remove', { value }));
        toasts.show('info', `Class ${gone.name} and its labels were removed.`, [
          { label: 'Undo', run: () => void history.undo() },
        ]);
      });
    },
    move: async (value, to) => {
      const values = classes().map((one) => one.value);
      const from = values.indexOf(value);
      if (from < 0 || to < 0 || to >= values.length || from === to) return;
      values.splice(from, 1);
      values.splice(to, 0, value);
      await attempt(context, async () => {
        follower.apply(await client.call('classes.reorder', { values }));
      });
    },
  };
}

/** "Class 3" with the first number that is not taken. */
export function freeName(classes: readonly LabelClass[]): string {
  const taken = new Set(classes.map((one) => one.name));
  let number = classes.length + 1;
  while (taken.has(`Class ${number}`)) number++;
  return `Class ${number}`;
}
