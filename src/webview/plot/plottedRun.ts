import type { BestRecord, RunEvent } from '../../protocol/run';
import type { Curves } from './curves';

/** One run on the charts of a page. */
export interface PlottedRun {
  readonly id: string;
  readonly name: string;
  /** Which of the theme's run colours it keeps on this page. */
  readonly color: number;
  readonly curves: Curves;
  readonly best: BestRecord | null;
  readonly checkpoints: readonly number[];
  readonly events: readonly RunEvent[];
}
