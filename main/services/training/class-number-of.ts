/** [value in label tiles] → number of the class + 1, 0 for values of no class. */
export function classNumberOf(classes: readonly { readonly value: number }[]): Uint8Array {
  const numbers = new Uint8Array(256);
  for (const [k, { value }] of classes.entries()) numbers[value] = k + 1;
  return numbers;
}
