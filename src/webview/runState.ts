import { assertNever } from '../protocol/assertNever';
import { isStalled, type RunRecord } from '../protocol/run';
import type { StateShape } from './icons';

/** A starting run that waits for memory has an icon of its own. */
export function shapeOf(record: RunRecord): StateShape {
  return record.state === 'starting' && record.waitingFor !== null ? 'waiting' : record.state;
}

/** The state in a word or two, as the run explorer says it. */
export function stateWords(record: RunRecord): string {
  if (isStalled(record)) return 'Stalled: nothing heard from the trainer';
  switch (record.state) {
    case 'starting':
      return record.waitingFor === null
        ? 'Starting'
        : `Waits for ${record.waitingFor.run} (${record.waitingFor.reason})`;
    case 'running':
      return 'Running';
    case 'stopping':
      return 'Stopping after this step…';
    case 'finished':
      return 'Finished';
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return 'Failed';
    case 'interrupted':
      return 'Interrupted';
    default:
      return assertNever(record.state, 'state');
  }
}
