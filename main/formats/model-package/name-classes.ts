import { CLASS_COLORS } from '#core/model/label.ts';
import type { ModelWarning, NetworkClass } from '#core/model/network.ts';

export interface NamedClass {
  readonly name: string;
  /** 0xRRGGBB; null where the file gives none. */
  readonly color: number | null;
}

const BACKGROUND = /^(background|bg|hintergrund)$/i;

/**
 * The classes of a network: those the file names, or as many as it has outputs. Colours that are missing, or given to two classes,
 * are replaced by others. Names stay as they are; two that are the same are told in a warning.
 */
export function nameClasses(
  named: readonly NamedClass[] | null,
  outputs: number,
): { classes: NetworkClass[]; warnings: ModelWarning[] } {
  const warnings: ModelWarning[] = [];
  if (named === null) {
    warnings.push({
      code: 'CLASSES_MISSING',
      message: `The file does not name its classes; they are called Class 1 to Class ${outputs}. You can rename them.`,
    });
  }
  const told = named ?? Array.from({ length: outputs }, (_, k) => ({ name: `Class ${k + 1}`, color: null }));
  const twice = told.find(({ name }, k) => told.findIndex((other) => other.name === name) !== k);
  if (twice !== undefined) {
    const message = `Two classes are called ${twice.name}; rename one of them to tell them apart.`;
    warnings.push({ code: 'CLASSES_DUPLICATE', message });
  }
  const taken = new Set<number>();
  const spare = CLASS_COLORS.filter((color) => !told.some((one) => one.color === color));
  let next = 0;
  const classes = told.map(({ name, color }) => {
    const own = color !== null && !taken.has(color) ? color : spare[next++ % spare.length]!;
    taken.add(own);
    return { name, color: own, background: BACKGROUND.test(name.trim()) };
  });
  return { classes, warnings };
}
