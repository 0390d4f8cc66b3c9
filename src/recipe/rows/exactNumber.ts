import { randomBytes } from 'node:crypto';

// note: JSON.stringify cannot be given a number's digits on Node 20. A mark that no data can know stands in for them.
const mark = randomBytes(12).toString('hex');

/** How exact numbers come out of JSON.stringify, and how to make digits of them again. */
export const exactMark = {
  printed: `"${mark}:`,
  pattern: new RegExp(`"${mark}:([-+.eE\\d]+)"`, 'g'),
};

/**
 * A number of a JSON file whose digits a double cannot hold, such as a 19-digit id: kept as it is written, so that a row
 * that is read and written again is the same.
 */
export class ExactNumber {
  constructor(readonly digits: string) {}

  toJSON(): string {
    return `${mark}:${this.digits}`;
  }
}

/** The value to compute with: as near to an exact number as a double comes. */
export function plainValue(value: unknown): unknown {
  return value instanceof ExactNumber ? Number(value.digits) : value;
}
