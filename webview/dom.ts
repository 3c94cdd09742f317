/** Elements from values, never from HTML text: a child that is a string becomes a text node. */
export type Child = Node | string | undefined;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>> & {
  /** Strict content security policy: use a class, or a custom property. */
  readonly style?: never;
};

export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== undefined));
  return element;
};

/** `true` gives an empty attribute; `false` and `undefined` take it away. */
export const setAttributes = (element: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
};

let lastId = 0;
/** An id no other element of the page has. */
export const uniqueId = (prefix: string): string => `${prefix}-${++lastId}`;
