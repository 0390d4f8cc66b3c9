import { HashIndex } from '../../data/duplicates/hashIndex';
import { NearDuplicates } from '../../data/duplicates/nearDuplicates';
import { shinglesOf } from '../../data/duplicates/shingles';
import { partsOf } from '../../data/schemas/partsOf';
import type { StepOf } from '../definition';
import type { RecipeRow } from '../rows/recipeRow';
import { numberOf } from './numberOf';
import type { StepContext, WholeStep } from './preparedStep';
import { columnsKey } from './rowKey';

/** Keeps the first of each cluster of rows whose word 5-grams overlap; rows with different labels are never the same. */
export function nearDuplicatesStep(
  { by, threshold }: StepOf<'deduplicate'>,
  context: StepContext,
): WholeStep {
  const comparedOf = by === null ? bySchema(context) : byColumns(by);
  const near = new NearDuplicates(threshold);
  const labels = new HashIndex();
  return {
    type: 'whole',
    see(row) {
      const { texts, label } = comparedOf(row);
      near.add(shinglesOf(texts), numberOf(labels, label));
    },
    choose() {
      const isKept = new Uint8Array(near.size).fill(1);
      for (const { item } of near.duplicates()) isKept[item] = 0;
      const positions = Uint32Array.from({ length: near.size }, (_, row) => row);
      return { positions: positions.filter((row) => isKept[row] === 1) };
    },
  };
}

interface Compared {
  readonly texts: readonly string[];
  readonly label: string;
}

function bySchema({ schema }: StepContext): (row: RecipeRow) => Compared {
  const found = schema();
  return ({ values }) => {
    const parts = partsOf(found, values);
    const labels = parts.filter(({ role }) => role === 'label');
    return {
      texts: parts.filter(({ role }) => role !== 'label').map(({ text }) => text),
      label: JSON.stringify(labels.map(({ text }) => text)),
    };
  };
}

function byColumns(columns: readonly string[]): (row: RecipeRow) => Compared {
  const keyOf = columnsKey(columns);
  return (row) => ({ texts: keyOf(row), label: '' });
}
