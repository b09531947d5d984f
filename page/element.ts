type Child = Node | string;

/** Makes an element. Attributes that are null are left out; text is text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, children);
}

/** Makes an element of a drawing, as `element` does. */
export const svgElement = (name: string, attributes: Readonly<Record<string, string | null>>, ...children: Child[]): SVGElement =>
  filled(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);

function filled<Kind extends Element>(made: Kind, attributes: Readonly<Record<string, string | null>>, children: readonly Child[]): Kind {
  for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Returns an element of index.html.
 *
 * @throws {TypeError} when there is none of that kind with that id
 */
export function byId<Kind extends Element>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`no ${kind.name} #${id}`);
  return found;
}
