import type { ValuePath } from '../schemas/schema';

/** A string of a row and the path that leads to it. */
export interface RowString {
  readonly path: ValuePath;
  readonly text: string;
}

/** A step of a path and the steps behind it that were seen: rows have the same keys, so paths are made once. */
interface PathNode {
  readonly path: ValuePath;
  readonly next: Map<string | number, PathNode>;
}

/** Rows whose keys are data would fill the memory with paths: beyond this many, they are made anew. */
const mostPaths = 20_000;

/** A function that lists all strings of a row's values; the paths of several rows share their arrays. */
export function rowStringsReader(): (
  values: Readonly<Record<string, unknown>>,
) => readonly RowString[] {
  const root: PathNode = { path: [], next: new Map() };
  let paths = 0;

  const step = (node: PathNode, key: string | number): PathNode => {
    const known = node.next.get(key);
    if (known !== undefined) return known;
    const made: PathNode = { path: [...node.path, key], next: new Map() };
    if (paths < mostPaths) {
      node.next.set(key, made);
      paths += 1;
    }
    return made;
  };
  const visit = (value: unknown, node: PathNode, found: RowString[]): void => {
    if (typeof value === 'string') found.push({ path: node.path, text: value });
    else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        const inner: unknown = value[index];
        if (typeof inner === 'string' || typeof inner === 'object')
          visit(inner, step(node, index), found);
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const key in value) {
        const inner = (value as Record<string, unknown>)[key];
        if (typeof inner === 'string' || typeof inner === 'object')
          visit(inner, step(node, key), found);
      }
    }
  };
  return (values) => {
    const found: RowString[] = [];
    visit(values, root, found);
    return found;
  };
}
