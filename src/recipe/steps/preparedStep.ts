import type { DetectedSchema } from '../../data/schemas/schema';
import type { RecipeRow } from '../rows/recipeRow';
import type { BalanceReport } from './balanceReport';
import type { WhereProblem } from '../where/problem';

/** A step that looks at one row at a time, and perhaps remembers those before. */
export interface RowStep {
  readonly type: 'row';
  /** The row as it goes on: the same object where nothing changes, null where it is dropped. */
  readonly apply: (row: RecipeRow) => RecipeRow | null;
  /** After the last row: lets go of what it remembers. */
  readonly end?: () => void;
}

/** A step that makes several rows of one, one row at a time. */
export interface ManyStep {
  readonly type: 'many';
  /** The rows that go on in its place: the same object for the row itself. */
  readonly apply: (row: RecipeRow) => readonly RecipeRow[];
}

/** A step that must have seen all rows before the first can go on. */
export interface WholeStep {
  readonly type: 'whole';
  /** Keeps what it needs of a row, never the row itself: files are larger than memory. */
  readonly see: (row: RecipeRow) => void;
  /** Asked once, after the last row; lets go of what it kept. */
  readonly choose: () => Choice;
}

/** Which of the rows a whole step has seen go on, in which order. */
export interface Choice {
  /** Positions of rows, from 0 in the order they were seen; one may stand several times. 'all': each as it was seen. */
  readonly positions: Uint32Array | 'all';
  /** The part each of them falls into; left out: the one it has. */
  readonly parts?: Uint8Array;
  /** The row at a position as it goes on; null drops it after all. Left out: unchanged. */
  readonly change?: (position: number, row: RecipeRow) => RecipeRow | null;
  /** What became of the rows of each value, where a step goes by values. */
  readonly balance?: BalanceReport;
  /** What a person should know of this choice. */
  readonly warning?: string | null;
}

export type PreparedStep = RowStep | ManyStep | WholeStep;

/** What a step knows of its surroundings when it is made ready. */
export interface StepContext {
  /** Paths of the inputs, for the places of errors. */
  readonly inputs: readonly string[];
  /** Of this step alone. */
  readonly seed: number;
  /** The first rows as they arrive at this step. */
  readonly sample: readonly RecipeRow[];
  /** The schema those follow. */
  readonly schema: () => DetectedSchema;
}

/** What of a step does not fit the data: at a key of the step, or at characters of its expression. */
export class StepProblem extends Error {
  constructor(
    message: string,
    readonly next: string,
    readonly at: readonly string[] | WhereProblem,
  ) {
    super(message);
  }
}

/** A column that none of the rows looked at has; others may. */
export class AbsentColumn extends StepProblem {}
