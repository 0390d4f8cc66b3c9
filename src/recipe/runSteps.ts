import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { hearSignals, unbreakable, type Breakable } from '../data/breakable';
import { BlockedUint32 } from '../data/duplicates/growingArrays';
import type { UserError } from '../protocol/errors';
import type { Recipe } from './parseRecipe';
import type { RecipeRow } from './rows/recipeRow';
import { readInputs } from './rows/readInputs';
import { Spill } from './rows/spill';
import type { BalanceReport } from './steps/balanceReport';
import { StepProblem } from './steps/preparedStep';
import type { Choice, PreparedStep, WholeStep } from './steps/preparedStep';
import { countDropped, endAll, stagesOf, through } from './stages';
import type { Counted, Observer, Stage } from './stages';

/** How many rows a step was given, let through and changed. */
export interface StepCount {
  readonly step: string;
  readonly in: number;
  readonly out: number;
  readonly changed: number;
  /** Of several inputs: how many rows of each the step dropped, in their order; left out where it dropped none. */
  readonly droppedByInput?: readonly number[];
  /** Of a step that goes by the values of a column: what became of rows by value. */
  readonly balance?: BalanceReport;
  /** What a person should know, such as that most rows are gone. */
  readonly warning?: string;
}

export interface RunStepsOptions {
  /** A folder of this run alone, for rows that are put aside. */
  readonly workFolder: string;
  readonly signal?: AbortSignal | undefined;
  readonly breakable?: Breakable | undefined;
  /** Share of the work done, 0 to 1, and what is being done. */
  readonly onProgress?: ((share: number, words: string) => void) | undefined;
  /** Rows of the input to read; all unless it is a preview. */
  readonly mostRows?: number | undefined;
  readonly observer?: Observer | undefined;
  /** The error of a step that turns out not to fit when it has seen all rows. */
  readonly refused: (problem: StepProblem, step: number) => UserError;
}

/** Rows between two looks at the signal. */
const rowsAtOnce = 1_024;

/** note: larger pieces outlive the collections of short-lived objects, and the heap grows with the file. */
const chunkBytes = 256 * 1024;

/**
 * Sends the rows of the input through the steps to `sink`. In memory is one row at a time; steps that must see all rows
 * put them aside in a temporary file. @throws the signal's reason; UserError with file and line for a row that cannot be
 */
export async function runSteps(
  recipe: Recipe,
  prepared: readonly PreparedStep[],
  sink: (row: RecipeRow) => void,
  options: RunStepsOptions,
): Promise<{
  /** Rows of each input. */
  readonly rowsOfInputs: readonly number[];
  readonly steps: readonly StepCount[];
}> {
  const counts = recipe.steps.map(({ type }, index) => ({
    index,
    type,
    in: 0,
    out: 0,
    changed: 0,
    dropped: recipe.inputs.map(() => 0),
    ...{ balance: null, warning: null },
  }));
  const stages = stagesOf(prepared, counts);
  const spills: Spill[] = [];
  try {
    const rowsOfInputs = await runStages(stages, { recipe, sink, options, spills });
    return { rowsOfInputs, steps: counts.map(stepCount) };
  } finally {
    for (const spill of spills) spill.remove();
  }
}

function stepCount(counted: Counted): StepCount {
  const { type, in: given, out, changed, dropped, balance, warning } = counted;
  const tells = dropped.length > 1 && dropped.some((rows) => rows > 0);
  const droppedByInput = tells ? { droppedByInput: dropped } : {};
  return {
    ...{ step: type, in: given, out, changed, ...droppedByInput },
    ...(balance === null ? {} : { balance }),
    ...(warning === null ? {} : { warning }),
  };
}

function chosen(step: WholeStep, index: number, { refused }: RunStepsOptions): Choice {
  try {
    return step.choose();
  } catch (error) {
    throw error instanceof StepProblem ? refused(error, index) : error;
  }
}

/** @returns rows of each input */
async function runStages(
  stages: readonly Stage[],
  run: {
    readonly recipe: Recipe;
    readonly sink: (row: RecipeRow) => void;
    readonly options: RunStepsOptions;
    /** Every one that is opened; the caller closes them. */
    readonly spills: Spill[];
  },
): Promise<readonly number[]> {
  const { recipe, sink, options, spills } = run;
  const { workFolder, observer, breakable = unbreakable } = options;
  const rowsOfInputs = recipe.inputs.map(() => 0);
  let source: Source = (handle, told) =>
    readInput(recipe, options, told, (row) => {
      rowsOfInputs[row.file] = (rowsOfInputs[row.file] ?? 0) + 1;
      observer?.arrived(row);
      handle(row);
    });
  for (const [number, { rowSteps, whole }] of stages.entries()) {
    const told = (share: number): void => {
      const words =
        number === 0 ? 'Reading rows' : `After ${stages[number - 1]?.whole?.[1].type ?? ''}`;
      options.onProgress?.((number + share) / stages.length, words);
    };
    if (whole === null) {
      await source((row) => through(row, rowSteps, observer, sink), told);
      endAll(rowSteps);
      break;
    }
    const [step, count] = whole;
    const spill = new Spill(path.join(workFolder, `step-${count.index + 1}.rows`));
    spills.push(spill);
    // Which input each row comes from, where there are several.
    const files = recipe.inputs.length > 1 ? new BlockedUint32() : null;
    const putAside = (row: RecipeRow): void => {
      step.see(row);
      spill.add(row);
      files?.push(row.file);
    };
    await source((row) => through(row, rowSteps, observer, putAside), told);
    endAll(rowSteps);
    await hearSignals();
    options.signal?.throwIfAborted();
    const choice = breakable(() => chosen(step, count.index, options));
    count.in = spill.count;
    count.balance = choice.balance ?? null;
    count.warning = choice.warning ?? null;
    count.out = choice.positions === 'all' ? spill.count : choice.positions.length;
    forEachLeftOut(spill.count, choice, (position) => {
      const file = files?.at(position) ?? 0;
      count.dropped[file] = (count.dropped[file] ?? 0) + 1;
      observer?.dropped(spill.read(position), count.index);
    });
    files?.forget();
    source = (handle, report) =>
      readAside(spill, choice, { signal: options.signal, report }, (position, row) => {
        const next = choice.change === undefined ? row : choice.change(position, row);
        if (next === null) {
          count.out -= 1;
          countDropped(count, row);
          observer?.dropped(row, count.index);
          return;
        }
        if (next !== row) {
          count.changed += 1;
          observer?.changed(next, count.index);
        }
        handle(next);
      });
  }
  return rowsOfInputs;
}

/** Hands on one row after the other and tells the share done. */
type Source = (handle: (row: RecipeRow) => void, told: (share: number) => void) => Promise<void>;

async function readInput(
  recipe: Recipe,
  { signal, mostRows = Infinity }: RunStepsOptions,
  told: (share: number) => void,
  handle: (row: RecipeRow) => void,
): Promise<void> {
  for await (const row of readInputs(recipe, { signal, onProgress: told, chunkBytes })) {
    handle(row);
    if (row.source >= mostRows) break;
  }
  told(1);
}

async function readAside(
  spill: Spill,
  { positions, parts }: Choice,
  options: {
    readonly signal: AbortSignal | undefined;
    readonly report: (share: number) => void;
  },
  handle: (position: number, row: RecipeRow) => void,
): Promise<void> {
  const length = positions === 'all' ? spill.count : positions.length;
  for (let at = 0; at < length; at += 1) {
    if (at % rowsAtOnce === 0) {
      options.report(at / length);
      await nextTurn();
      options.signal?.throwIfAborted();
    }
    const position = positions === 'all' ? at : (positions[at] ?? 0);
    const row = spill.read(position);
    handle(position, parts === undefined ? row : { ...row, part: parts[at] ?? 0 });
  }
  options.report(1);
  spill.remove();
}

/** The positions that a choice leaves out, in order. */
function forEachLeftOut(
  count: number,
  { positions }: Choice,
  leftOut: (position: number) => void,
): void {
  if (positions === 'all') return;
  const isKept = new Uint8Array(count);
  for (const position of positions) isKept[position] = 1;
  for (let position = 0; position < count; position += 1)
    if (isKept[position] === 0) leftOut(position);
}
