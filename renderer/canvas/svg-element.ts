const NAMESPACE = 'http://www.w3.org/2000/svg';

/** A new SVG element with attributes, put into a parent. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  parent: Element,
  attributes: Readonly<Record<string, string | number>> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(NAMESPACE, name);
  setAttributes(element, attributes);
  parent.append(element);
  return element;
}

export function setAttributes(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
