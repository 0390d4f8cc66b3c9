import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetConverter, type ConvertValue } from './parquetConverter';
import type { ReadOptions } from './row';

/** A column as rows have it. */
interface ParquetColumn {
  readonly name: string;
  readonly convert: ConvertValue;
}

/** How a file is read so that nothing is lost on the way. */
export interface ParquetColumns {
  /** What to hand to the library instead of the file's own. */
  readonly metadata: FileMetaData;
  /** In the order of the values in its rows. */
  readonly columns: readonly ParquetColumn[];
}

/**
 * note: the library makes objects by assigning names, which loses "__proto__", joins them with points, which mixes up "a.b" with b
 * in a, and turns decimals into doubles and maps into objects. So it gets other names, and raw values where it would lose some.
 * @param metadata is changed
 * @throws Error for a name that stands twice, of which it would read the first alone
 */
export function parquetColumns(
  root: SchemaTree,
  metadata: FileMetaData,
  options: Pick<ReadOptions, 'exactNumber'>,
): ParquetColumns {
  const long = longColumns(metadata);
  const columns = root.children.map((node) => ({
    name: node.element.name,
    convert: parquetConverter(node, {
      exactNumber: options.exactNumber,
      isLong: ({ path }) => long.has(keyOf(path)),
    }),
  }));
  rename(root, metadata);
  return { metadata, columns };
}

/** Columns of whole numbers of which no double holds some: all of their values are then given alike. */
function longColumns({ row_groups }: FileMetaData): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { columns } of row_groups) {
    for (const { meta_data: column } of columns) {
      const { min_value, max_value, min, max } = column?.statistics ?? {};
      const isLong = [min_value, max_value, min, max].some(
        (value) => typeof value === 'bigint' && !Number.isSafeInteger(Number(value)),
      );
      if (column !== undefined && isLong) found.add(keyOf(column.path_in_schema));
    }
  }
  return found;
}

function rename(root: SchemaTree, metadata: FileMetaData): void {
  const renamed = new Map<string, string[]>();
  let count = 0;
  const visit = (node: SchemaTree, now: readonly string[]): void => {
    const names = node.children.map(({ element }) => element.name);
    const twice = names.find((name, at) => names.indexOf(name) < at);
    if (twice !== undefined) {
      const parent = node.path.length === 0 ? 'it' : `"${node.path.join('.')}"`;
      throw new Error(`${parent} has two columns named "${twice.slice(0, 40)}"`);
    }
    if (node.children.length === 0) renamed.set(keyOf(node.path), [...now]);
    const keepsNames = isByName(node.element);
    for (const child of node.children) {
      const name = keepsNames ? child.element.name : `c${(count += 1)}`;
      visit(child, [...now, name]);
      child.element.name = name;
    }
  };
  visit(root, []);
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      const name = column === undefined ? undefined : renamed.get(keyOf(column.path_in_schema));
      if (column !== undefined && name !== undefined) column.path_in_schema = name;
    }
  }
}

/** Whether the library looks for the parts of such a column by their names. */
function isByName({ logical_type: logical }: SchemaElement): boolean {
  return logical?.type === 'VARIANT' || logical?.type === 'FILE';
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
