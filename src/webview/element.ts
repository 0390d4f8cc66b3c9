type Child = Node | string | null;

interface Attributes {
  readonly class?: string;
  readonly title?: string;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
  /** Any other attribute; null leaves it out. `style` is refused: the page's policy blocks it. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Builds an element. Strings become text nodes: data can never become markup. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  details: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (details.class !== undefined) made.className = details.class;
  if (details.title !== undefined) made.title = details.title;
  setAttributes(made, details.attributes ?? {});
  for (const [name, listener] of Object.entries(details.on ?? {})) {
    made.addEventListener(name, listener);
  }
  append(made, children);
  return made;
}

/** Builds an SVG element; icons and line samples in legends. */
export function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>>,
  ...children: readonly SVGElement[]
): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(made, attributes);
  append(made, children);
  return made;
}

/** Where a page builds what it shows; the host's document holds it empty. */
export function pageRoot(): HTMLElement {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The document has no element with the id root.');
  return root;
}

/** Replaces what an element holds. */
export function fill(target: Element, ...children: readonly Child[]): void {
  target.replaceChildren(...children.filter((child) => child !== null));
}

/** Changes text only where it differs, so that screen readers and selections are left alone. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

function setAttributes(
  target: Element,
  attributes: Readonly<Record<string, string | number | boolean | null>>,
): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style') throw new Error('The content security policy blocks style attributes.');
    if (value !== null) target.setAttribute(name, String(value));
  }
}

function append(target: Element, children: readonly Child[]): void {
  target.append(...children.filter((child) => child !== null));
}
