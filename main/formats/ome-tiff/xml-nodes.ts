import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeEntities } from './decode-entities.ts';

/** An element: its attributes as '@Name', its children by their name, its text as '#text'. */
export type XmlNode = { readonly [name: string]: unknown };

/** Elements that come more than once. */
const REPEATED = new Set([
  ...['Image', 'Channel', 'TiffData', 'Plane', 'BinData'],
  ...['Plate', 'Well', 'WellSample', 'Instrument', 'Objective'],
]);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseAttributeValue: false,
  parseTagValue: false,
  // Documents may define entities that grow without bound; the five of XML itself are decoded by us.
  processEntities: false,
  isArray: (name) => REPEATED.has(name),
});

/** The root of a document by its name; null where the text is no well-formed XML with such a root, or defines entities. */
export function parseXml(text: string, root: string): XmlNode | null {
  try {
    if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return null;
    return child(parser.parse(text) as XmlNode, root);
  } catch {
    // The parser gives up on documents of absurd depth.
    return null;
  }
}

export function child(node: XmlNode, name: string): XmlNode | null {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return isNode(value) ? value : null;
}

/** Children that may come more than once; an empty element counts as one without attributes. */
export function children(node: XmlNode, name: string): XmlNode[] {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  return (Array.isArray(value) ? value : []).map((item: unknown) => (isNode(item) ? item : {}));
}

export function attribute(node: XmlNode, name: string): string | null {
  const value = node[`@${name}`];
  return typeof value === 'string' ? decodeEntities(value) : null;
}

/** The text of a child element. */
export function childText(node: XmlNode, name: string): string | null {
  const value = Object.hasOwn(node, name) ? node[name] : undefined;
  const text = isNode(value) ? value['#text'] : value;
  return typeof text === 'string' ? decodeEntities(text) : null;
}

/** Null unless it is a whole number from 0 on. */
export function wholeNumber(value: string | null): number | null {
  const number = value === null || value.trim() === '' ? Number.NaN : Number(value);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/** Null unless it is a finite number above 0. */
export function positiveNumber(value: string | null): number | null {
  const number = value === null ? Number.NaN : Number(value);
  return number > 0 && Number.isFinite(number) ? number : null;
}

function isNode(value: unknown): value is XmlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
