import type { DatasetRule, LintContext, ReportRow } from '../rule';
import { hasLabels, LabelCounts, type CountedLabels } from './labelCounts';
import { threshold } from './datasetThresholds';
import { formatCount } from '../../../protocol/formatNumber';

/** Beyond this many rare labels one finding says it: the column holds something else. */
const mostFindings = 50;

/** L-LBL-02: labels with too few rows to be learnt, at the first row of each. */
export const rareLabelRule: DatasetRule = {
  ids: ['L-LBL-02'],
  applies: hasLabels,
  begin: (context) => {
    const counts = new LabelCounts();
    return {
      see(row) {
        counts.see(row);
      },
      finish(report) {
        reportRareLabels(report, counts, context);
      },
    };
  },
};

/** Reports every label with too few rows, at its first. */
export function reportRareLabels(
  report: ReportRow,
  { labels, rows }: CountedLabels,
  context: LintContext,
): void {
  if (labels.length < 2) return;
  const share = (threshold(context, 'rareLabelShare') * rows) / labels.length;
  const fewest = Math.max(threshold(context, 'rareLabelRows'), share);
  const rare = labels.filter(({ count }) => count < fewest);
  if (rare.length > mostFindings && rare.length * 2 > labels.length) {
    report('L-LBL-02', null, {
      at: { path: [] },
      message: `${formatCount(rare.length)} of ${formatCount(labels.length)} labels have fewer than ${formatCount(Math.ceil(fewest))} rows: does this column hold labels?`,
    });
    return;
  }
  for (const { text, count, row, path } of rare) {
    report('L-LBL-02', row, {
      at: { path },
      message: `Only ${formatCount(count)} of ${formatCount(rows)} rows ${count === 1 ? 'has' : 'have'} the label "${text}": a model hardly learns it from fewer than ${formatCount(Math.ceil(fewest))}. Add rows, or set classWeights to "balanced".`,
    });
  }
}
