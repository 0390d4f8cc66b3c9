import path from 'node:path';
import { modelLimit } from '../../data/tokens/modelLimit';
import { sensibleLength } from '../../data/tokens/sensibleLength';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import type { RuleId } from '../../protocol/lint';
import type { LintConfig } from './lintSetup';

/** What a rule about too long rows knows. */
interface TooLong {
  /** Tokens of the row at hand. */
  readonly tokens: number;
  /** Tokens of the longest row of the file; null: they are not counted. */
  readonly longest: number | null;
  /** How many rows of the file are too long. */
  readonly count: number;
}

/** A value of maxLength that a quick fix offers to write. */
export interface LengthOffer {
  readonly title: string;
  readonly config: string;
  readonly maxLength: number;
}

export const lengthRules: readonly RuleId[] = ['L-LEN-01', 'L-LEN-02'];

/** What `training.maxLength` may be. note: src/config/definition.ts has the same, and would bring all of zod with it. */
export const longestMaxLength = 32_768;

/** What to raise maxLength to in the config that names a file, so that the row at hand fits, or all rows; none beyond what the model reads. */
export function lengthOffers(
  { file, config }: LintConfig,
  { tokens, longest, count }: TooLong,
): readonly LengthOffer[] {
  const limit = limitOf(config.model);
  const most = Math.min(limit ?? longestMaxLength, longestMaxLength);
  const { maxLength } = config.training;
  const forRow = sensibleLength(tokens, most);
  const forAll = Math.max(forRow, sensibleLength(longest ?? 0, most));
  const offer = (to: number, fits: string, isWhole: boolean): LengthOffer => {
    const reads = limit === null ? 'the most it may be' : 'the most this model reads';
    const title = `Raise maxLength to ${formatCount(to)}${isWhole ? '' : `, ${reads},`} in ${path.basename(file)}${isWhole ? `: ${fits}` : ''}`;
    return { title, config: file, maxLength: to };
  };
  const areAll = forRow === forAll && longest !== null;
  const own = offer(forRow, areAll && count > 1 ? 'all rows fit' : 'this row fits', tokens <= most);
  const all = offer(forAll, 'all rows fit', (longest ?? 0) <= most);
  const offers = count > 1 && forAll > forRow ? [own, all] : [own];
  return offers.filter(({ maxLength: to }) => to > maxLength);
}

function limitOf(model: string): number | null {
  try {
    return modelLimit(model);
  } catch (error) {
    // What is wrong with the model is said where the config names it.
    if (error instanceof UserError) return null;
    throw error;
  }
}
