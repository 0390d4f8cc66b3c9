import { HashIndex } from '../../data/duplicates/hashIndex';
import { normalise } from '../../data/duplicates/normalise';
import type { StepOf } from '../definition';
import { columnNamed } from './columnNamed';
import { nearDuplicatesStep } from './nearDuplicates';
import type { PreparedStep, StepContext } from './preparedStep';
import { columnsKey, contentKey } from './rowKey';

/** Keeps the first of rows that are the same. Equal ones are told as they come; near ones when all have been seen. */
export function deduplicateStep(step: StepOf<'deduplicate'>, context: StepContext): PreparedStep {
  const { kind } = step;
  const by = step.by?.map((column) => columnNamed(column, context, ['by'])) ?? null;
  if (kind === 'near') return nearDuplicatesStep({ by, threshold: step.threshold }, context);
  const keyOf = by === null ? contentKey(context) : columnsKey(by);
  const seen = new HashIndex();
  return {
    type: 'row',
    apply(row) {
      const texts = keyOf(row);
      const key = JSON.stringify(kind === 'exact' ? texts : texts.map(normalise));
      return seen.add(key) < 0 ? row : null;
    },
    end: () => seen.forget(),
  };
}
