import type { RecipeRow } from './rows/recipeRow';
import type { BalanceReport } from './steps/balanceReport';
import type { ManyStep, PreparedStep, RowStep, WholeStep } from './steps/preparedStep';

/** Hears what becomes of each row, for a preview. */
export interface Observer {
  readonly arrived: (row: RecipeRow) => void;
  readonly changed: (row: RecipeRow, step: number) => void;
  readonly dropped: (row: RecipeRow, step: number) => void;
}

/** What a step has done so far. */
export interface Counted {
  readonly index: number;
  readonly type: string;
  in: number;
  out: number;
  changed: number;
  /** Rows of each input. */
  readonly dropped: number[];
  balance: BalanceReport | null;
  warning: string | null;
}

/** Steps up to the next one that must see all rows. */
export interface Stage {
  readonly rowSteps: readonly (readonly [RowStep | ManyStep, Counted])[];
  readonly whole: readonly [WholeStep, Counted] | null;
}

/** Counts a row as dropped, by the input that it is from. */
export function countDropped({ dropped }: Counted, { file }: RecipeRow): void {
  dropped[file] = (dropped[file] ?? 0) + 1;
}

/** Cuts the steps behind each that must see all rows. */
export function stagesOf(
  prepared: readonly PreparedStep[],
  counts: readonly Counted[],
): readonly Stage[] {
  const stages: Stage[] = [];
  let rowSteps: [RowStep | ManyStep, Counted][] = [];
  for (const [index, step] of prepared.entries()) {
    const count = counts[index];
    if (count === undefined) continue;
    if (step.type !== 'whole') {
      rowSteps.push([step, count]);
    } else {
      stages.push({ rowSteps, whole: [step, count] });
      rowSteps = [];
    }
  }
  return [...stages, { rowSteps, whole: null }];
}

/** Sends a row through steps that need no other, to `sink` unless one drops it. */
export function through(
  row: RecipeRow,
  steps: Stage['rowSteps'],
  observer: Observer | undefined,
  sink: (row: RecipeRow) => void,
): void {
  let current = row;
  for (const [at, [step, count]] of steps.entries()) {
    count.in += 1;
    if (step.type === 'many') {
      for (const next of step.apply(current)) {
        count.out += 1;
        tellChanged(current, next, count, observer);
        through(next, steps.slice(at + 1), observer, sink);
      }
      return;
    }
    const next = step.apply(current);
    if (next === null) {
      countDropped(count, current);
      observer?.dropped(current, count.index);
      return;
    }
    count.out += 1;
    tellChanged(current, next, count, observer);
    current = next;
  }
  sink(current);
}

function tellChanged(
  before: RecipeRow,
  after: RecipeRow,
  count: Counted,
  observer: Observer | undefined,
): void {
  if (after === before) return;
  count.changed += 1;
  observer?.changed(after, count.index);
}

/** Lets steps finish that act on rows one by one. */
export function endAll(steps: Stage['rowSteps']): void {
  for (const [step] of steps) if (step.type === 'row') step.end?.();
}
