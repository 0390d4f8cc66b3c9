import type { Breakable } from '../../data/breakable';
import type { LintRequest } from '../../data/lint/lintRequest';
import { tokenCounter } from '../../data/tokens/tokenCounter';
import type { FileSetup } from './fileSetup';
import type { LintSink } from './lintSink';
import { refuseAbsentColumns } from './namedColumns';

/** Where the findings of a file go, and what stops its check. */
export interface Reporting {
  readonly sink: LintSink;
  readonly onFinding: LintRequest['onFinding'];
  readonly signal: AbortSignal;
  readonly breakable: Breakable;
  /** Hears which share of the file at hand is done, 0 to 1. */
  readonly onProgress: (file: string, done: number) => void;
}

/** What the lint engine is asked for a file. */
export function requestOf(
  { source, choice, settings, thresholds, rowTokenizer, labels, shuffles, suppressions }: FileSetup,
  { sink, onFinding, signal, breakable, onProgress }: Reporting,
): LintRequest {
  return {
    ...{
      source,
      choice,
      settings,
      thresholds,
      shuffles,
      suppressions,
      signal,
      breakable,
      onFinding,
    },
    declaredLabels: labels,
    tokens: rowTokenizer === null ? null : (schema) => tokenCounter(rowTokenizer, schema),
    onSample: (rows) => {
      refuseAbsentColumns(rows, choice.fields, source.path);
    },
    onProgress: (done) => {
      onProgress(source.path, done);
    },
    onSuppressed: ({ finding }, reason) => {
      sink.suppressed(finding, reason);
    },
  };
}
