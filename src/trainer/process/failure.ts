import { UserError, printPlace } from '../../protocol/errors';
import type { RunRecord } from '../../protocol/run';
import { diskError } from '../../runs/diskError';

/** How a run ended that failed: what its record says, and what its process ends with. */
export interface Failure {
  readonly record: NonNullable<RunRecord['failure']>;
  /** 1: the user can mend it; 3: an internal error. */
  readonly exitCode: 1 | 3;
  /** What is thrown on: a UserError where there is something the user can do. */
  readonly error: unknown;
  /** For log.txt: with a library's own words, and with the stack when the error is internal. */
  readonly log: string;
}

export function failureOf(error: unknown): Failure {
  const known = error instanceof UserError ? error : diskError(error);
  if (known !== null) {
    const record = { reason: placed(known), next: known.next ?? '' };
    const detail = known.detail === undefined ? '' : `\n${known.detail}`;
    const log = `${record.reason} ${record.next}${detail}`;
    return { record, exitCode: 1, error: known, log };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    record: {
      reason: `Internal error: ${message.slice(0, 400)}`,
      next: 'Show the log, and report what stands there.',
    },
    exitCode: 3,
    error,
    log: error instanceof Error ? (error.stack ?? message) : message,
  };
}

function placed({ message, place }: UserError): string {
  return place === undefined ? message : `${printPlace(place)}: ${message}`;
}
