import type { Scene } from './arrange-scenes.ts';
import type { Axis } from './sub-block.ts';

const WORDS: Readonly<Partial<Record<Axis, string>>> = {
  H: 'phase',
  R: 'rotation',
  I: 'illumination',
  V: 'view',
  B: 'block',
};

/** What a scene is called: as the file names it, else by its number, then its place on each further axis. */
export function nameScene({ places }: Scene, index: number, all: readonly Scene[], told: string | undefined): string {
  const { S, ...further } = places;
  const parts = Object.entries(further).map(([axis, place]) => `${WORDS[axis as Axis]} ${place + 1}`);
  const several = new Set(all.map((scene) => scene.places.S)).size > 1;
  const name = told ?? (S === undefined || !several ? `Scene ${parts.length > 0 ? 1 : index + 1}` : `Scene ${S + 1}`);
  return [name, ...parts].join(', ');
}
