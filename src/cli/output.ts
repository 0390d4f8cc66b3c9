import { UserError } from '../protocol/errors';

/** Where a command writes. Results go to stdout; with --json nothing but JSON does. */
export interface Output {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** Why stdout takes no more; null while it does. */
  readonly lost: () => NodeJS.ErrnoException | null;
}

/** A reader that has read enough, as `| head` has: no error, but nobody waits for more. */
export function isReaderGone(error: NodeJS.ErrnoException | null): boolean {
  return error?.code === 'EPIPE';
}

/** stdout cannot be written, and the reader did not choose that. @param next what to do about the work that was done */
export function outputError({ code, message }: NodeJS.ErrnoException, next: string): UserError {
  const why = code === 'ENOSPC' ? 'there is no space left where it goes' : message;
  return new UserError(`The output cannot be written to stdout: ${why}.`, { next });
}

/** One JSON document, or one of many, a line each. */
export function printJson(output: Output, document: unknown): void {
  output.stdout.write(`${JSON.stringify(document)}\n`);
}

export function printLine(output: Output, line = ''): void {
  output.stdout.write(`${line}\n`);
}

/** Control codes are for a terminal that understands them; https://no-color.org. */
export function hasControlCodes({ stdout, env }: Output): boolean {
  return stdout.isTTY && env.TERM !== 'dumb';
}

export function hasColors(output: Output): boolean {
  const { NO_COLOR } = output.env;
  return hasControlCodes(output) && (NO_COLOR === undefined || NO_COLOR === '');
}

/** Columns of the terminal; 100 where there is none. */
export function widthOf({ stdout }: Output): number {
  // note: a pseudo-terminal of size 0 says 0.
  return stdout.isTTY && stdout.columns > 0 ? stdout.columns : 100;
}
