import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeEntities } from '../ome-tiff/decode-entities.ts';

/** An element: its attributes under `@name`, its children by their names. */
export interface XmlNode {
  readonly [name: string]: unknown;
}

const LISTS = new Set(['Channel', 'Scene', 'Distance', 'Objective']);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  // Documents may define entities that grow without bound; the five of XML itself are decoded by us.
  processEntities: false,
  isArray: (name) => LISTS.has(name),
});

/** Null where the text is no well-formed XML, or defines a document type. */
export function parseXml(text: string): XmlNode | null {
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return null;
  try {
    return nodeOf(parser.parse(text));
  } catch {
    return null;
  }
}

function nodeOf(value: unknown): XmlNode | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as XmlNode) : null;
}

/** The element at the end of a path of names; of several of one name the first. */
export function elementAt(node: XmlNode | null, ...path: readonly string[]): XmlNode | null {
  let current = node;
  for (const name of path) {
    const value: unknown = current?.[name];
    current = nodeOf(Array.isArray(value) ? value[0] : value);
  }
  return current;
}

/** All elements of a name below a path. */
export function elementsAt(node: XmlNode | null, path: readonly string[], name: string): XmlNode[] {
  const value: unknown = elementAt(node, ...path)?.[name];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map(nodeOf).filter((one) => one !== null);
}

/** Text of a child element or of an attribute (`@name`); undefined where there is none. */
export function textAt(node: XmlNode | null, name: string): string | undefined {
  const value: unknown = node?.[name];
  const first = Array.isArray(value) ? value[0] : value;
  const text = typeof first === 'string' ? first : nodeOf(first)?.['#text'];
  return typeof text === 'string' && text.trim() !== '' ? decodeEntities(text).trim() : undefined;
}

/** A finite number; undefined where there is none. */
export function numberAt(node: XmlNode | null, name: string): number | undefined {
  const text = textAt(node, name);
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
