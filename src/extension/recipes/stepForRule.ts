import type { StepRecipe } from './stepRecipe';

/** Rules about a whole file whose mending is a step of a recipe, not an edit of a row. */
const steps: Readonly<Record<string, Pick<StepRecipe, 'title' | 'step'>>> = {
  'L-DUP-02': {
    title: 'Drop rows that are the same but for case and whitespace',
    step: { type: 'deduplicate', kind: 'normalized' },
  },
  'L-DUP-03': {
    title: 'Drop near duplicates, and keep the first of each',
    step: { type: 'deduplicate', kind: 'near' },
  },
  'L-FMT-08': {
    title: 'Write all rows in one schema, that of chats',
    step: { type: 'convert', to: 'messages' },
  },
  'L-LBL-02': {
    title: 'Repeat rows of rare labels until all are equally frequent',
    step: { type: 'balance', method: 'oversample' },
  },
  'L-LBL-04': { title: 'Shuffle the rows', step: { type: 'shuffle' } },
};

/** What a recipe does about all that a lint rule finds in a file; null where there is no such step. */
export function stepForRule(rule: unknown): Pick<StepRecipe, 'title' | 'step'> | null {
  return typeof rule === 'string' && Object.hasOwn(steps, rule) ? (steps[rule] ?? null) : null;
}
