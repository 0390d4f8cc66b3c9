/** A place in a file the user can open; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export interface UserErrorDetails {
  readonly place?: Place;
  readonly next?: string;
  readonly key?: string;
  readonly detail?: string;
}

/**
 * A mistake the user can mend. `message` says what is wrong, `next` what to do; shown without a stack,
 * exit code 1. Anything else that is thrown is an internal error (exit code 3, stack in the log).
 */
export class UserError extends Error {
  readonly place: Place | undefined;
  readonly next: string | undefined;
  /** Dotted key of the run config that is to be mended; `place` is where that showed. */
  readonly key: string | undefined;
  /** What only the log keeps: the words of a library that say little to people. */
  readonly detail: string | undefined;

  constructor(message: string, details: UserErrorDetails = {}) {
    super(message);
    this.name = 'UserError';
    this.place = details.place;
    this.next = details.next;
    this.key = details.key;
    this.detail = details.detail;
  }
}

/** `FILE:LINE:COLUMN`, with the parts that are known. */
export function printPlace({ file, line, column }: Place): string {
  return [file, line, column].filter((part) => part !== undefined).join(':');
}

/** Characters of a printed error, with the line's end. */
const mostCharacters = 600;

/** One paragraph of less than 600 characters, without control characters: place, what is wrong, what to do next. */
export function printUserError({ message, place, next }: UserError): string {
  const head = place === undefined ? '' : `${printPlace(place)}: `;
  const whole = next === undefined ? '' : ` ${next}`;
  const most = mostCharacters - 1;
  // note: a long list of what is allowed must not crowd out what is wrong.
  const tail = cut(whole, Math.max(most - head.length - message.length, most / 2));
  const body = cut(message, most - head.length - tail.length);
  // eslint-disable-next-line no-control-regex -- names of files and labels may hold any character.
  return `${head}${body}${tail}`.slice(0, most).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}
