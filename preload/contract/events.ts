import type { Events } from './contract.ts';

/** Every event once; a missing or misspelt one does not compile. */
const NAMES: Readonly<Record<keyof Events, true>> = {
  'document.changed': true,
  'images.changed': true,
  'classes.changed': true,
  'training.changed': true,
  'models.changed': true,
  'networks.changed': true,
  'project.changed': true,
};

export const EVENT_NAMES = Object.keys(NAMES) as readonly (keyof Events)[];
