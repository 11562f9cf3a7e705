import type { NamedFile } from '../reading/read-errors.ts';
import { packageError } from './package-error.ts';

type Fields = Readonly<Record<string, unknown>>;

const DO = 'ask for a complete file where it came from';

/** Parses a JSON object, with or without a byte-order mark. Throws GroveError 'METADATA_SYNTAX'. */
export function parseMetadata(file: NamedFile, name: string, bytes: Uint8Array): Fields {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw packageError(file, 'METADATA_SYNTAX', `cannot be used: its ${name} is no JSON; ${DO}`, cause);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw packageError(file, 'METADATA_SYNTAX', `cannot be used: its ${name} holds no JSON object; ${DO}`);
  }
  return value as Fields;
}

/** A field that must be there as text. Throws GroveError 'METADATA_FIELD'. */
export function requiredText(file: NamedFile, fields: Fields, key: string): string {
  const value = fields[key];
  if (typeof value === 'string' && value !== '') return value;
  const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)?.slice(0, 40)}, not a text`;
  throw packageError(file, 'METADATA_FIELD', `cannot be used: ${key} ${found} in its description; ${DO}`);
}

/** A field that must be there as 3 or 4 whole numbers from 1 on. Throws GroveError 'METADATA_FIELD'. */
export function requiredShape(file: NamedFile, fields: Fields, key: string): number[] {
  const value = fields[key];
  const good =
    Array.isArray(value) && (value.length === 3 || value.length === 4) && value.every((n) => Number.isSafeInteger(n) && n >= 1);
  if (good) return value as number[];
  const found = value === undefined ? 'is missing' : `is ${JSON.stringify(value)?.slice(0, 60)}`;
  const form = '[height, width, channels] or [z, height, width, channels]';
  throw packageError(file, 'METADATA_FIELD', `cannot be used: ${key} ${found} in its description, but should be ${form}; ${DO}`);
}
