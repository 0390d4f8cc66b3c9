import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatCount } from '../protocol/formatNumber';
import type { LoadedRecipe } from './loadRecipe';
import { asUserError, placeInStep, prepareSteps } from './prepareSteps';
import type { RecipeRow } from './rows/recipeRow';
import { runSteps, type StepCount } from './runSteps';
import { balanceNotes } from './balanceNotes';
import { printFields } from './printFields';

/** Rows of the input that a preview reads, and rows that it shows. */
const [mostRows, mostShown] = [20_000, 200];

/** What a recipe would do to the first rows, as two texts to be compared. */
export interface RecipePreview {
  readonly before: string;
  readonly after: string;
  readonly rows: number;
  readonly changed: number;
  readonly dropped: number;
  /** Sentences about steps that drop or repeat rows by the values of a column. */
  readonly notes: readonly string[];
}

/** What became of a row of the input. */
interface Fate {
  readonly before: RecipeRow;
  /** Several where a step makes copies. */
  readonly after: RecipeRow[];
  /** The step that dropped it, from 0; null while it is kept. */
  droppedBy: number | null;
  isChanged: boolean;
}

/** Runs a recipe on the first rows of its input and writes nothing. @throws UserError as `runRecipe` does */
export async function previewRecipe(
  { recipe, named, text }: LoadedRecipe,
  signal?: AbortSignal,
): Promise<RecipePreview> {
  const prepared = await prepareSteps(recipe, text, { signal, mostRows });
  if (prepared.problem !== null) throw asUserError(named, prepared.problem);
  const fates: Fate[] = [];
  const fateOf = (row: RecipeRow): Fate | undefined => fates[row.source - 1];
  let counts: readonly StepCount[];
  const workFolder = mkdtempSync(path.join(tmpdir(), 'finetune-preview-'));
  try {
    const keep = (row: RecipeRow): void => {
      const fate = fateOf(row);
      fate?.after.push(row);
    };
    const ran = await runSteps(recipe, prepared.steps, keep, {
      workFolder,
      signal,
      mostRows,
      refused: (problem, step) => asUserError(named, placeInStep(problem, step, text)),
      observer: {
        arrived(row) {
          fates.push({ before: row, after: [], droppedBy: null, isChanged: false });
        },
        changed(row) {
          const fate = fateOf(row);
          if (fate !== undefined) fate.isChanged = true;
        },
        dropped(row, step) {
          const fate = fateOf(row);
          if (fate !== undefined) fate.droppedBy = step;
        },
      },
    });
    counts = ran.steps;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  const steps = recipe.steps.map(({ type }) => type);
  return previewOf(fates, {
    ...{ steps, notes: balanceNotes(counts) },
    input: recipe.inputs.map((input) => path.basename(input.path)).join(', '),
  });
}

function previewOf(
  fates: readonly Fate[],
  {
    steps,
    input,
    notes,
  }: {
    readonly steps: readonly string[];
    readonly input: string;
    readonly notes: readonly string[];
  },
): RecipePreview {
  const dropped = fates.filter(({ after }) => after.length === 0);
  const changed = fates.filter(({ after, isChanged }) => after.length > 0 && isChanged);
  const telling = fates.filter(({ after, isChanged }) => after.length === 0 || isChanged);
  const shown = telling.slice(0, mostShown);
  const which =
    fates.length < mostRows
      ? `All ${formatCount(fates.length)} rows of ${input}`
      : `The first ${formatCount(fates.length)} rows of ${input}`;
  const some =
    shown.length < telling.length ? `; the first ${formatCount(shown.length)} are shown` : '';
  const head = [
    `${which}: ${formatCount(changed.length)} changed, ${formatCount(dropped.length)} dropped${some}.`,
    ...notes,
    'Left as they are, right as the recipe leaves them; order and parts are not compared.',
  ].join('\n');
  const blocks = shown.map((fate) => {
    const title = `Row ${formatCount(fate.before.source)}, line ${formatCount(fate.before.line)}`;
    return {
      before: `${title}\n${printFields(fate.before.values)}`,
      after: `${title}\n${afterText(fate, steps)}`,
    };
  });
  const joined = (side: 'before' | 'after'): string =>
    [head, ...blocks.map((block) => block[side])].join('\n\n') + '\n';
  return {
    before: joined('before'),
    after: joined('after'),
    rows: fates.length,
    changed: changed.length,
    dropped: dropped.length,
    notes,
  };
}

function afterText({ after, droppedBy }: Fate, steps: readonly string[]): string {
  if (after.length > 0)
    return [...new Set(after.map(({ values }) => printFields(values)))].join('\n\nand\n');
  return droppedBy === null
    ? 'Dropped.'
    : `Dropped by step ${droppedBy + 1}, ${steps[droppedBy] ?? ''}.`;
}
