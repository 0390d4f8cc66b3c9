import { assertNever } from '../../protocol/assertNever';
import type { RunAction } from '../../protocol/pages';
import type { RunState } from '../../protocol/run';

interface RunActions {
  /** Buttons of the head, the first one prominent. */
  readonly main: readonly RunAction[];
  /** Behind the ⋯ button. */
  readonly more: readonly RunAction[];
}

const always: readonly RunAction[] = ['open-config', 'open-folder', 'export-csv', 'show-log'];

/** What can be done with a run in this state. A run without a checkpoint has nothing to go on from. */
export function actionsFor(state: RunState, hasCheckpoint: boolean): RunActions {
  const usable: readonly RunAction[] = hasCheckpoint ? ['evaluate', 'predict', 'audit'] : [];
  const python: readonly RunAction[] = hasCheckpoint ? ['copy-python'] : [];
  switch (state) {
    case 'starting':
      return { main: ['stop'], more: always };
    case 'running':
      return { main: ['stop', 'checkpoint-now'], more: ['new-run-from-this', ...always] };
    case 'stopping':
      return { main: [], more: always };
    case 'finished':
      return {
        main: ['evaluate', 'predict', 'audit', 'new-run-from-this'],
        more: ['copy-python', ...always],
      };
    case 'stopped':
    case 'interrupted':
      return {
        main: hasCheckpoint ? ['resume', ...usable, 'new-run-from-this'] : ['new-run-from-this'],
        more: [...python, ...always],
      };
    case 'failed':
      return {
        main: hasCheckpoint ? ['resume', 'new-run-from-this'] : ['new-run-from-this'],
        more: [...usable, ...python, ...always],
      };
    default:
      return assertNever(state, 'state');
  }
}

export const actionWords: Readonly<Record<RunAction, string>> = {
  stop: 'Stop',
  resume: 'Resume',
  evaluate: 'Evaluate',
  predict: 'Predict',
  audit: 'Audit…',
  'compare-with-original': 'Compare both',
  'new-run-from-this': 'New run from this',
  'show-log': 'Show log',
  'open-config': 'Open config',
  'open-folder': 'Open run folder',
  'export-csv': 'Export metrics as CSV',
  'copy-python': 'Copy Python snippet',
  'checkpoint-now': 'Checkpoint now',
};
