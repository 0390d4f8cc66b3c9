import { partsOf } from '../../data/schemas/partsOf';
import type { ValuePath } from '../../data/schemas/schema';
import { aboutSomebodyElse } from '../../data/swap/aboutSomebodyElse';
import type { StepOf } from '../definition';
import type { RecipeRow, Values } from '../rows/recipeRow';
import { applyChange } from './applyChange';
import { changeTexts } from './changeTexts';
import { columnNamed } from './columnNamed';
import { StepProblem } from './preparedStep';
import type { ManyStep, StepContext } from './preparedStep';

/**
 * Counterfactual data augmentation (Lu and others 2018): rows that can be swapped, with their own labels. One- and two-sided as in Webster
 * and others 2020: a swap stands in the place of its original, or behind it.
 */
export function counterfactualStep(
  { axes, sides, fields }: StepOf<'counterfactual'>,
  context: StepContext,
): ManyStep {
  const columns = fields?.map((field) => columnNamed(field, context, ['fields'])) ?? null;
  const textsIn = columns === null ? textsOfSchema(context) : textsOfColumns(columns);
  return {
    type: 'many',
    apply(row) {
      // After a split the rows of evaluation stay what they are.
      if (row.part !== 0) return [row];
      const texts = textsIn(row.values);
      const choice = { seed: context.seed, row: row.source - 1 };
      const swapped = aboutSomebodyElse(texts.list, axes, choice);
      if (swapped === null) return [row];
      const other: RecipeRow = { ...row, values: texts.withTexts(swapped) };
      return sides === 2 ? [row, other] : [other];
    },
  };
}

/** Texts of a row, and the row with others in their places. */
interface RowTexts {
  readonly list: readonly string[];
  readonly withTexts: (others: readonly string[]) => Values;
}

function textsOfColumns(fields: readonly string[]): (values: Values) => RowTexts {
  return (values) => {
    const list: string[] = [];
    changeTexts(values, fields, (text) => {
      list.push(text);
      return text;
    });
    return {
      list,
      withTexts(others) {
        let at = -1;
        return changeTexts(values, fields, (text) => {
          at += 1;
          return others[at] ?? text;
        });
      },
    };
  };
}

/** Schemas whose texts stand alone: no offsets, tags or translations that a swap would put wrong. */
const swappable: ReadonlySet<string> = new Set([
  ...['classification', 'alpaca', 'sharegpt', 'messages', 'prompt-completion', 'preference'],
  ...['feedback', 'text'],
]);

/** @throws StepProblem for rows whose texts hang together with something else */
function textsOfSchema(context: StepContext): (values: Values) => RowTexts {
  const schema = context.schema();
  if (context.sample.length > 0 && !swappable.has(schema.name))
    throw new StepProblem(
      `These rows are read as ${schema.name}: which of their texts may be swapped is not known.`,
      'Name the columns: "fields": ["text"].',
      [],
    );
  return (values) => {
    const parts = partsOf(schema, values).filter(
      ({ role }) => role !== 'label' && role !== 'context',
    );
    const set = (changed: Values, path: ValuePath, value: string): Values =>
      applyChange(changed, { type: 'set-value', path, value }) ?? changed;
    return {
      list: parts.map(({ text }) => text),
      withTexts: (others) =>
        parts.reduce(
          (changed, { path, text }, at) => set(changed, path, others[at] ?? text),
          values,
        ),
    };
  };
}
