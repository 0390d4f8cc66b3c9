import { UserError, type Place } from '../protocol/errors';

/** An error as a worker thread sends it: its class would get lost on the way. */
export interface SentError {
  readonly message: string;
  readonly place: Place | null;
  readonly next: string | null;
  /** Whether it is one that the user can mend; see UserError. */
  readonly isUserError: boolean;
}

/** What a worker says of an error. */
export function sentError(error: unknown): SentError {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof UserError))
    return { message, place: null, next: null, isUserError: false };
  const { place = null, next = null } = error;
  return { message, place, next, isUserError: true };
}

/** The error that a worker met, to be thrown again. */
export function receivedError({ message, place, next, isUserError }: SentError): Error {
  if (!isUserError) return new Error(message);
  return new UserError(message, {
    ...(place === null ? {} : { place }),
    ...(next === null ? {} : { next }),
  });
}
