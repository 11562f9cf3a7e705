import { OperatorRefusal, SavedModelDamage } from '../damage.ts';
import { storedType } from '../proto/data-type.ts';
import type { Call } from './conversion.ts';
import type { NumberType } from './value.ts';

// Files leave out attributes that have their default, so each call states the default of the operator's definition.

export function textAttribute({ node }: Call, name: string, otherwise: string): string {
  return node.attributes.get(name)?.text ?? otherwise;
}

export function integerAttribute({ node }: Call, name: string, otherwise: number): number {
  return node.attributes.get(name)?.integer ?? otherwise;
}

export function floatAttribute({ node }: Call, name: string, otherwise: number): number {
  return node.attributes.get(name)?.float ?? otherwise;
}

export function boolAttribute({ node }: Call, name: string, otherwise: boolean): boolean {
  return node.attributes.get(name)?.bool ?? otherwise;
}

export function integersAttribute({ node }: Call, name: string, otherwise: readonly number[]): readonly number[] {
  const attribute = node.attributes.get(name);
  return attribute === undefined ? otherwise : attribute.integers;
}

/** Name of a function. Throws SavedModelDamage where there is none. */
export function functionAttribute({ node }: Call, name: string): string {
  const func = node.attributes.get(name)?.func;
  if (func === undefined || func === null) throw new SavedModelDamage(`the call ${node.name} names no function`);
  return func;
}

/** Element type that a node makes. Throws OperatorRefusal where it is none of numbers. */
export function typeAttribute({ node }: Call, name: string): NumberType {
  const number = node.attributes.get(name)?.type;
  if (number === undefined || number === null) throw new SavedModelDamage(`the node ${node.name} has no type`);
  const { type } = storedType(number);
  if (type === 'float' || type === 'int' || type === 'bool') return type;
  throw new OperatorRefusal('with texts or handles');
}
