import type { RunRecord, TrainLine } from '../../protocol/run';
import type { UnreadableRun } from '../../runs/listRuns';

/** What the editor knows about one run folder without reading its whole metrics file. */
export interface KnownRun {
  readonly type: 'run';
  /** Absolute path of the run folder; also the run's id. */
  readonly folder: string;
  /** `state` is what is true now. */
  readonly record: RunRecord;
  /** The last train lines, oldest first: enough for progress and time left. */
  readonly recent: readonly TrainLine[];
  /** Steps of the complete checkpoints, ascending. */
  readonly checkpoints: readonly number[];
  /** File names in `reports/`, oldest first. */
  readonly evaluations: readonly string[];
  readonly audits: readonly string[];
  /** A model to evaluate and predict with: `model/`, or once the run has ended, a checkpoint. */
  readonly hasModel: boolean;
}

export type AnyRun = KnownRun | UnreadableRun;
