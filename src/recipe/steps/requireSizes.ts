import { countOf, formatCount, formatNumber } from '../../protocol/formatNumber';
import { printValue } from '../../protocol/printValue';
import type { StepOf } from '../definition';
import { sumOf } from './balanceReport';
import { StepProblem } from './preparedStep';

/** Rows of each value before and after balancing, in one order. */
export interface BalancePlan {
  readonly had: readonly number[];
  readonly wanted: readonly number[];
  /** Of all values, as far as they are kept. */
  readonly names: readonly string[];
}

/** Without a limit of the recipe's own: how often rows may be repeated, and how many rows are no matter in any case. */
const usualGrowth = 20;
const fewRows = 100_000;

/**
 * Asked before any row is chosen: a mistyped share can ask for more rows than a disk holds.
 * @throws StepProblem
 */
export function requireSizes(step: StepOf<'balance'>, plan: BalancePlan): void {
  const { had, wanted } = plan;
  const [before, after] = [sumOf(had), sumOf(wanted)];
  const most = step.maxRows ?? Math.max(fewRows, usualGrowth * before);
  if (step.method === 'oversample' && after > most) throw tooMany(step, plan, after, most);
}

function tooMany(
  { shares }: StepOf<'balance'>,
  { had, names }: BalancePlan,
  after: number,
  most: number,
): StepProblem {
  // note: what has most rows for its share decides how often all others are repeated.
  const ratios = had.map((rows, one) => rows / shareOf(shares, names[one] ?? ''));
  const one = ratios.indexOf(ratios.reduce((a, b) => Math.max(a, b)));
  const [name, rows] = [names[one] ?? '', countOf(had[one] ?? 0, 'row')];
  const takes = `takes ${formatCount(after)} rows; at most ${formatCount(most)} are allowed.`;
  const others = 'drop rows with "method": "undersample", or allow more with "maxRows"';
  return shares === null
    ? new StepProblem(
        `Repeating rows until every value has the ${rows} of ${printValue(name)} ${takes}`,
        `Balance by a column of fewer values, ${others}.`,
        ['method'],
      )
    : new StepProblem(
        `Repeating rows until the ${rows} of ${printValue(name)} are its share of ${sharePrinted(shares, name)} ${takes}`,
        `Give it a larger share, ${others}.`,
        ['shares', name],
      );
}

/** Of 1; where none are stated, all values have the same. */
export function shareOf(shares: StepOf<'balance'>['shares'], name: string): number {
  if (shares === null) return 1;
  const whole = Object.values(shares).reduce((sum, share) => sum + share, 0);
  return (shares[name] ?? 0) / whole;
}

/** `12.5 %` */
export function sharePrinted(shares: StepOf<'balance'>['shares'], name: string): string {
  return `${formatNumber(shareOf(shares, name) * 100)} %`;
}
