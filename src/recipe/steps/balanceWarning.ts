import { formatCount } from '../../protocol/formatNumber';
import { printValue } from '../../protocol/printValue';
import type { StepOf } from '../definition';
import type { BalanceMethod } from './balancedSizes';
import { sumOf, type BalanceReport } from './balanceReport';
import { shareOf, sharePrinted, type BalancePlan } from './requireSizes';

/** What a person should know of rows that were balanced; null for nothing. */
export function balanceWarning(
  step: StepOf<'balance'>,
  plan: BalancePlan,
  report: BalanceReport,
): string | null {
  const dropped = droppedWarning(report, step.method);
  const warnings = [...(dropped === null ? [] : [dropped]), ...roundingWarnings(step, plan)];
  return warnings.length === 0 ? null : warnings.join(' ');
}

/** What a person should know who balances rows away; null where most stay. */
function droppedWarning(report: BalanceReport, method: BalanceMethod): string | null {
  if (report.out * 2 >= report.in) return null;
  const next =
    method === 'undersample'
      ? '"method": "oversample" repeats rows instead.'
      : 'The others have no value, or none with a share.';
  return `More than half of the rows are dropped (${formatCount(report.in - report.out)} of ${formatCount(report.in)}). ${next}`;
}

/** Of each value that is left with one row although its share asks for less than half of one. */
function roundingWarnings(
  { shares }: StepOf<'balance'>,
  { had, wanted, names }: BalancePlan,
): readonly string[] {
  const after = sumOf(wanted);
  return names.flatMap((name, one) => {
    const share = shareOf(shares, name);
    if (shares === null || wanted[one] !== 1 || had[one] === 0 || share * after >= 0.5) return [];
    const every = formatCount(Math.round(1 / share));
    return [
      `One row of ${printValue(name)} is left, a larger share than ${sharePrinted(shares, name)}, which is one row in ${every}: only ${formatCount(after)} are left.`,
    ];
  });
}
