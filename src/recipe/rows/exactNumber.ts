import { randomBytes } from 'node:crypto';

// note: JSON.stringify cannot be given a number's digits on Node 20. A mark that no data can know stands in for them.
const mark = randomBytes(12).toString('hex');

/** How exact numbers come out of JSON.stringify, and how to make digits of them again. */
export const exactMark = {
  printed: `"${mark}:`,
  pattern: new RegExp(`"${mark}:([-+.eE\\d]+|-?Infinity|NaN)"`, 'g'),
};

/** What JSON.parse makes of a printed exact number: the number, else null. */
export function exactNumberIn(text: string): ExactNumber | null {
  return text.startsWith(`${mark}:`) ? new ExactNumber(text.slice(mark.length + 1)) : null;
}

/**
 * A number whose digits a double cannot hold, such as a 19-digit id, or that JSON.stringify would change (-0, NaN): kept as it is
 * written, so that a row that is read and written again is the same.
 */
export class ExactNumber {
  constructor(readonly digits: string) {}

  get isMinusZero(): boolean {
    return /^-[0.]+(?:[eE].*)?$/.test(this.digits);
  }

  /** Whether JSON has a form for it: not for NaN and infinities. */
  get isJson(): boolean {
    return Number.isFinite(Number(this.digits)) || /\d/.test(this.digits);
  }

  toJSON(): string {
    return `${mark}:${this.digits}`;
  }
}

/** The value to compute with: as near to an exact number as a double comes. */
export function plainValue(value: unknown): unknown {
  return value instanceof ExactNumber ? Number(value.digits) : value;
}
