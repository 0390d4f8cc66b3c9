import { UserError } from '../../protocol/errors';
import { valueOf } from '../../data/fields';
import { nearestWord } from '../../protocol/nearestWord';
import type { StepOf } from '../definition';
import { placeOfRow, type RecipeRow, type Values } from '../rows/recipeRow';
import { columnNamed, hasColumn } from './columnNamed';
import type { RowStep, StepContext } from './preparedStep';

/** Gives columns other names, in place; a dotted one is lifted out of its object to the end of the row. */
export function renameStep({ fields, others }: StepOf<'rename'>, context: StepContext): RowStep {
  for (const [old, name] of Object.entries(fields))
    if (!isRenamedAlready(old, name, context)) columnNamed(old, context, ['fields', old]);
  return {
    type: 'row',
    apply(row) {
      const values = renamed(row, fields, others, context.inputs);
      return values === row.values ? row : { ...row, values };
    },
  };
}

/** Rows that have the new name and nothing like the old one need no renaming: of several inputs one may have it already. */
function isRenamedAlready(old: string, name: string, context: StepContext): boolean {
  if (hasColumn(old, context) || !hasColumn(name, context)) return false;
  const columns = context.sample.flatMap(({ values }) => Object.keys(values));
  return nearestWord(old, [...new Set(columns)]) === null;
}

function renamed(
  row: RecipeRow,
  fields: Readonly<Record<string, string>>,
  others: 'keep' | 'drop',
  inputs: readonly string[],
): Values {
  const { values } = row;
  const entries: [string, unknown][] = [];
  let isChanged = false;
  for (const [key, value] of Object.entries(values)) {
    const name = Object.hasOwn(fields, key) ? fields[key] : others === 'keep' ? key : undefined;
    if (name !== undefined) entries.push([name, value]);
    if (name !== key) isChanged = true;
  }
  for (const [old, name] of Object.entries(fields)) {
    if (Object.hasOwn(values, old) || !old.includes('.')) continue;
    const value = valueOf(values, old);
    if (value === undefined) continue;
    entries.push([name, value]);
    isChanged = true;
  }
  if (!isChanged) return values;
  const result = Object.fromEntries(entries);
  if (Object.keys(result).length < entries.length) {
    const names = entries.map(([name]) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index) ?? '';
    throw new UserError(
      `The row has a column "${twice}" already; another would be renamed to it.`,
      {
        place: placeOfRow(inputs, row),
        next: 'Give it another name, or rename the one that is there too.',
      },
    );
  }
  return result;
}
