/** A value of a JSON document of unknown content. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** The value as an object; an empty one where it is something else. */
export function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as a list; an empty one where it is something else. */
export function asList(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; null where it is something else. */
export function asText(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

const LONGEST_NAME = 1000;

/** The value as a name, cut where it is longer than any name; null where it is no text. */
export function asName(value: Json | undefined): string | null {
  return asText(value)?.slice(0, LONGEST_NAME) ?? null;
}

/** The value as a finite number; null where it is something else. */
export function asNumber(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** A member that is the document's own. */
export function member(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
