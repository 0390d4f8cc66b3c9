import { UserError, printPlace } from '../../protocol/errors';
import { formatBytes } from '../../protocol/formatNumber';
import type { RunRecord } from '../../protocol/run';
import { DiskFull, diskError } from '../../runs/diskError';
import { resumeCommand } from '../../runs/resumeCommand';
import { checkpointBytes } from '../checkpoint/checkpointBytes';

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

/** The run that failed, as far as it was known. */
export interface FailedRun {
  readonly folder: string;
  readonly model: RunRecord['model'];
}

export function failureOf(thrown: unknown, run: FailedRun): Failure {
  const error = thrown instanceof UserError ? thrown : (diskError(thrown) ?? thrown);
  const known =
    error instanceof DiskFull ? withResume(error, run) : error instanceof UserError ? error : null;
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

/** A run keeps its checkpoints when the disk is full; it goes on once there is room for the next. */
function withResume({ message, place }: DiskFull, { folder, model }: FailedRun): UserError {
  const needed =
    model === null
      ? 'Free some space'
      : `Free at least ${formatBytes(checkpointBytes(model.parameters))}, which the next checkpoint takes`;
  return new UserError(message, {
    ...(place === undefined ? {} : { place }),
    next: `All that was saved before is intact. ${needed}, then go on: ${resumeCommand(folder)}`,
  });
}

function placed({ message, place }: UserError): string {
  return place === undefined ? message : `${printPlace(place)}: ${message}`;
}
