import type { MetricLine, Phase, RunEvent, RunRecord } from '../../protocol/run';

/** What the training loop tells the world. Nothing here may fail the loop except a full or broken disk. */
export interface Reporter {
  /** Begins a phase and ends the one before. */
  phase(phase: Phase, detail?: string): void;
  /** Share done of the current phase, 0 to 1. */
  progress(done: number, detail?: string): void;
  /** Appends to metrics.jsonl (on disk when the call returns) and to the TensorBoard file. */
  lines(lines: readonly MetricLine[]): void;
  event(event: Omit<RunEvent, 'time'>): void;
  /** Facts learnt on the way: datasets, model, device, totalSteps, best. */
  update(facts: Partial<RunRecord>): void;
  /** A checkpoint is complete on disk. */
  checkpoint(step: number): void;
  /** A sentence for log.txt and the terminal. */
  log(message: string): void;
}

/** What the world tells the loop; asked between steps and between rows of long work. */
export interface Control {
  stopRequested(): boolean;
  /** True once for every "checkpoint now". */
  takeCheckpointRequest(): boolean;
}
