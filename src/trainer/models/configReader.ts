import { UserError } from '../../protocol/errors';
import { printValue } from '../../protocol/printValue';

/** Bounds of a number and what holds when the key is absent or null; without `or` the key must be there. */
export interface IntegerRange {
  readonly from: number;
  readonly to: number;
  readonly or?: number;
}

export interface NumberRange {
  readonly from: number;
  readonly below: number;
  readonly or?: number;
}

/** A model's config.json, asked key by key: every answer is within bounds before anything is allocated. */
export class ConfigReader {
  /** @param file where the config stands, for messages */
  constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly file: string,
  ) {}

  /** As it stands in the file. */
  raw(key: string): unknown {
    return Object.hasOwn(this.values, key) ? this.values[key] : undefined;
  }

  /** @throws UserError when missing, no integer or out of range */
  integer(key: string, { from, to, or }: IntegerRange): number {
    const value = this.raw(key) ?? or;
    if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
      return value;
    }
    const expected = `an integer from ${from} to ${to.toLocaleString('en')}`;
    return this.refuse(key, `${printValue(value)} is not ${expected}`);
  }

  /** @throws UserError when missing, no number or out of range */
  number(key: string, { from, below, or }: NumberRange): number {
    const value = this.raw(key) ?? or;
    if (typeof value === 'number' && value >= from && value < below) return value;
    return this.refuse(key, `${printValue(value)} is not a number from ${from} to below ${below}`);
  }

  /** @throws UserError when the key holds anything else */
  choice<T>(key: string, allowed: readonly T[], or: T): T {
    const value = this.raw(key) ?? or;
    const found = allowed.find((item) => item === value);
    if (found !== undefined) return found;
    const options = allowed.map(printValue).join(', ');
    return this.refuse(key, `${printValue(value)} is not supported; possible: ${options}`);
  }

  /** @throws UserError always */
  refuse(key: string, why: string): never {
    throw new UserError(`The model's "${key}" cannot be used: ${why}.`, {
      place: { file: this.file },
      next: 'Choose another model folder, or restore its original config.json.',
    });
  }
}
