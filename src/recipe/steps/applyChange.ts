import { assertNever } from '../../protocol/assertNever';
import type { Change } from '../../data/lint/fix';
import type { ValuePath } from '../../data/schemas/schema';
import type { Values } from '../rows/recipeRow';

/** A fix of lint applied to the values of a row; null: it deletes the row. What it means is left alone where it is not there. */
export function applyChange(values: Values, change: Change): Values | null {
  switch (change.type) {
    case 'delete-row':
      return null;
    case 'set-value':
      return edit(values, change.path, () => ({ keep: true, value: change.value })) as Values;
    case 'remove-value':
      return edit(values, change.path, () => ({ keep: false })) as Values;
    case 'rename-key':
      return renameKey(values, change.path, change.to) as Values;
    case 'edit-text':
      // A row that got here could be parsed: its text needs no mending.
      return values;
    case 'split-row':
      // note: only rules that need a model's tokens split rows, and a recipe has no model.
      return values;
    case 'all':
      return applyAll(values, change.changes);
    default:
      return assertNever(change, 'change');
  }
}

/** Elements of a list are taken out from its end, so that the positions of the others hold. */
function applyAll(values: Values, changes: readonly Change[]): Values | null {
  const ordered = [...changes].sort((a, b) => lastPosition(b) - lastPosition(a));
  let changed: Values | null = values;
  for (const change of ordered) if (changed !== null) changed = applyChange(changed, change);
  return changed;
}

function lastPosition(change: Change): number {
  const key = change.type === 'remove-value' ? change.path.at(-1) : undefined;
  return typeof key === 'number' ? key : -1;
}

type Edited = { readonly keep: true; readonly value: unknown } | { readonly keep: false };

function edit(
  value: unknown,
  [key, ...rest]: ValuePath,
  change: (value: unknown) => Edited,
): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  const edited = (inner: unknown): Edited =>
    rest.length === 0 ? change(inner) : { keep: true, value: edit(inner, rest, change) };
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => {
      if (index !== key) return [item];
      const result = edited(item);
      return result.keep ? [result.value] : [];
    });
  }
  const entries = Object.entries(value) as [string, unknown][];
  // note: a value that is not there yet is set behind the others.
  if (rest.length === 0 && !Object.hasOwn(value, key)) entries.push([String(key), undefined]);
  return Object.fromEntries(
    entries.flatMap(([name, inner]): [string, unknown][] => {
      if (name !== String(key)) return [[name, inner]];
      const result = edited(inner);
      return result.keep && result.value !== undefined ? [[name, result.value]] : [];
    }),
  );
}

function renameKey(value: unknown, [key, ...rest]: ValuePath, to: string): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (rest.length > 0) {
    return edit(value, [key], (inner) => ({ keep: true, value: renameKey(inner, rest, to) }));
  }
  if (Array.isArray(value) || Object.hasOwn(value, to)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      name === key ? to : name,
      inner,
    ]),
  );
}
