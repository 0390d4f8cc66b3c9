import { NearDuplicates } from '../../data/duplicates/nearDuplicates';
import { shinglesOf } from '../../data/duplicates/shingles';
import { comparedTexts, groupOf } from '../../data/lint/dataset/rowKeys';
import { partsOf } from '../../data/schemas/partsOf';
import type { StepOf } from '../definition';
import type { RecipeRow } from '../rows/recipeRow';
import { keptPositions } from './keptPositions';
import type { StepContext, WholeStep } from './preparedStep';
import { columnsKey } from './rowKey';

/**
 * Keeps the first of each cluster of rows whose word 5-grams overlap, by what L-DUP-03 compares: rows with different labels, or
 * with questions about different passages, are never the same, and system prompts and passages make none alike.
 */
export function nearDuplicatesStep(
  { by, threshold }: Pick<StepOf<'deduplicate'>, 'by' | 'threshold'>,
  context: StepContext,
): WholeStep {
  const comparedOf = by === null ? bySchema(context) : byColumns(by);
  const near = new NearDuplicates(threshold);
  return {
    type: 'whole',
    see(row) {
      const { texts, group } = comparedOf(row);
      near.add(shinglesOf(texts), group);
    },
    choose() {
      const isKept = new Uint8Array(near.size).fill(1);
      for (const { item } of near.duplicates()) isKept[item] = 0;
      return { positions: keptPositions(near.size, (row) => isKept[row] === 1) };
    },
  };
}

interface Compared {
  readonly texts: readonly string[];
  readonly group: number;
}

function bySchema({ schema }: StepContext): (row: RecipeRow) => Compared {
  const found = schema();
  return ({ values }) => {
    const parts = partsOf(found, values);
    return { texts: comparedTexts(parts), group: groupOf(found, parts) };
  };
}

function byColumns(columns: readonly string[]): (row: RecipeRow) => Compared {
  const keyOf = columnsKey(columns);
  return (row) => ({ texts: keyOf(row), group: 0 });
}
