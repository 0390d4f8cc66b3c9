import type { MetricLine, RunRecord } from './run';

/**
 * What travels on a run's control socket: one JSON object a line, both ways. The trainer greets first;
 * a client that does not know the version only reads the run folder.
 */
export const trainerProtocolVersion = 1;

export type ToTrainer =
  /** Finish the step, write a checkpoint, end. */
  { readonly type: 'stop' } | { readonly type: 'checkpoint-now' };

export type FromTrainer =
  | { readonly type: 'hello'; readonly version: number; readonly pid: number; readonly run: string }
  /** A complete copy of run.json whenever it changes. */
  | { readonly type: 'record'; readonly record: RunRecord }
  /** The lines as they are appended to metrics.jsonl. */
  | { readonly type: 'lines'; readonly lines: readonly MetricLine[] }
  | { readonly type: 'checkpoint'; readonly step: number }
  /** At least every two seconds, also in the middle of long work. */
  | { readonly type: 'heartbeat'; readonly time: number };
