import { BlockedUint32 } from '../../data/duplicates/growingArrays';
import { HashIndex } from '../../data/duplicates/hashIndex';
import { normalise } from '../../data/duplicates/normalise';
import { UserError } from '../../protocol/errors';
import type { StepOf } from '../definition';
import { partNames } from '../rows/recipeRow';
import type { RecipeRow } from '../rows/recipeRow';
import { assignParts } from './assignParts';
import { columnNamed } from './columnNamed';
import { numberOf } from './numberOf';
import type { StepContext, WholeStep } from './preparedStep';
import { promptKey, valueText } from './rowKey';
import { Together } from './together';

/**
 * Cuts the rows into parts. Rows with the same text (but for case, blanks and Unicode form) and rows of one group fall into
 * one part; the shares of the strata are kept as nearly as that allows, to the row where every row stands alone.
 */
export function splitStep(step: StepOf<'split'>, context: StepContext): WholeStep {
  const columnOf = (key: 'stratify' | 'group'): string | null => {
    const name = step[key];
    return name === null ? null : columnNamed(name, context, [key]);
  };
  const [stratify, group] = [columnOf('stratify'), columnOf('group')];
  const textOf = promptKey(context);
  const units = new Together();
  const byText = joining(units, (row) => JSON.stringify(textOf(row).map(normalise)));
  const byGroup = group === null ? null : joining(units, ({ values }) => valueText(values, group));
  const [names, strata] = [new HashIndex(), new BlockedUint32()];
  return {
    type: 'whole',
    see(row) {
      units.add();
      byText.see(row);
      byGroup?.see(row);
      if (stratify !== null) strata.push(numberOf(names, valueText(row.values, stratify)));
    },
    choose() {
      byText.forget();
      byGroup?.forget();
      const parts = assignParts(units, (row) => strata.at(row), step, context.seed);
      refuseEmptyParts(parts, step, context.inputs[0] ?? '');
      units.forget();
      strata.forget();
      return { positions: 'all', parts };
    },
  };
}

/** Joins each new row with the first that has the same key; rows without a key stay alone. */
function joining(
  units: Together,
  keyOf: (row: RecipeRow) => string,
): { readonly see: (row: RecipeRow) => void; readonly forget: () => void } {
  const [keys, firsts] = [new HashIndex(), new BlockedUint32()];
  return {
    see(row) {
      const key = keyOf(row);
      if (key === '') return;
      const known = keys.add(key);
      if (known < 0) firsts.push(units.count - 1);
      else units.join(firsts.at(known), units.count - 1);
    },
    forget() {
      keys.forget();
      firsts.forget();
    },
  };
}

/** A part without rows, which a run would only stumble over later. */
function refuseEmptyParts(parts: Uint8Array, step: StepOf<'split'>, input: string): void {
  const ratios = { train: 1, validation: step.validation, test: step.test };
  for (const [index, name] of partNames.entries()) {
    if (ratios[name] === 0 || parts.includes(index)) continue;
    throw new UserError(
      `The split leaves no row for ${name}: ${parts.length} rows, those with the same text or group together.`,
      {
        place: { file: input },
        next: 'Use more rows, fewer parts, or a column with more groups.',
      },
    );
  }
}
