import { columnOf } from '../../schemas/partsOf';
import { turnsOf, turnTexts } from '../../schemas/turns';
import { deleteRow } from '../fix';
import type { RowRule } from '../rule';

/** L-PRF-01: a pair has two sides that differ. */
export const preferencePairRule: RowRule = {
  ids: ['L-PRF-01'],
  applies: ({ schema }) => schema.name === 'preference',
  check({ values }, { schema }, report) {
    const sides = (['chosen', 'rejected'] as const).map((key) => {
      const [value, path] = columnOf(schema, values, key);
      return { path, text: answerText(value) };
    });
    const [chosen, rejected] = sides;
    if (chosen === undefined || rejected === undefined) return;
    for (const { path, text } of sides) {
      if (text !== '') continue;
      report('L-PRF-01', {
        at: { path },
        message: `"${path.join('.')}" is missing or empty: there is nothing to compare, and trainers stop at the row or drop it. Fill it in, or delete the row.`,
        fixes: () => [deleteRow],
      });
    }
    if (chosen.text === '' || chosen.text !== rejected.text) return;
    report('L-PRF-01', {
      at: { path: rejected.path },
      message:
        'Chosen and rejected are the same: the pair teaches nothing, and its loss stays at log 2. Delete the row.',
      fixes: () => [deleteRow],
    });
  },
};

/** A text or messages as one text that is equal where they are; empty: there is nothing in it. */
function answerText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  const turns = turnsOf(value, []);
  const last = turns.at(-1);
  const hasAnswer = last !== undefined && turnTexts(last).some(({ text }) => text.trim() !== '');
  return hasAnswer
    ? JSON.stringify(
        turns.map((turn) => [turn.role, turnTexts(turn).map(({ text }) => text.trim())]),
      )
    : '';
}
