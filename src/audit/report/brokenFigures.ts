import type { AuditCheck, AuditReport } from '../../protocol/audit';
import { intervalWords, metricWords } from '../../protocol/auditWords';
import { familyName } from '../../protocol/familyOf';
import { formatCount, formatMetric } from '../../protocol/formatNumber';
import { variantPhrase } from '../../protocol/variantPhrase';
import { whoWords } from './words';

/**
 * What lies beyond the threshold for certain, each figure with the bound that broke it, the farthest first: what compares all groups
 * before single ones. No more than `most`, then how many more there are.
 */
export function brokenFigures({ broken, checks }: AuditReport, most: number): string[] {
  if (broken === null) return [];
  const all = broken.checks.flatMap((at) => {
    const check = checks[at];
    return check === undefined ? [] : [check];
  });
  const sorted = [...all].sort((a, b) => rank(b) - rank(a));
  const left = sorted.length - most;
  return [
    ...sorted.slice(0, most).map((check) => figureWords(check)),
    ...(left > 0 ? [`+ ${formatCount(left)} more`] : []),
  ];
}

function rank(check: AuditCheck): number {
  return (check.group === null ? 10 : 0) + nearBound(check);
}

/** The end of the interval that is nearer to no disparity, as a size. */
function nearBound({ disparity }: AuditCheck): number {
  return disparity === null ? 0 : Math.max(disparity.low, -disparity.high);
}

/** `gender: accuracy difference (all labels): .212 (.173 to .251)`, `gender: true positive rate ("yes"), women against rest: .784, disparity −.168 (−.221 to −.116)` */
function figureWords({ disparity, ...check }: AuditCheck): string {
  const { id, metric, variant, group, value } = check;
  const of = variantPhrase(variant);
  const what = `${familyName(id)}: ${metricWords(metric)}${of === '' ? '' : ` (${of})`}`;
  const who = group === null ? '' : `, ${whoWords(check)}`;
  const far = disparity === null ? '' : intervalWords(disparity);
  const isItself =
    disparity !== null && value !== null && Math.abs(value - disparity.value) < 1e-12;
  const judged =
    disparity === null
      ? ''
      : isItself
        ? ` (${far})`
        : `, disparity ${formatMetric(disparity.value)} (${far})`;
  return `${what}${who}: ${formatMetric(value)}${judged}`;
}
