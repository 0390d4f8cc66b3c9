import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { hasLabels, LabelCounts } from './labelCounts';
import { countOf, formatCount } from '../../../protocol/formatNumber';

/** L-SIZE-01: too few rows to learn from: 50, or 10 for each label. */
export const datasetSizeRule: DatasetRule = {
  ids: ['L-SIZE-01'],
  applies: () => true,
  begin: (context) => {
    const counts = new LabelCounts();
    let rows = 0;
    return {
      see(row) {
        rows += 1;
        if (hasLabels(context)) counts.see(row);
      },
      finish(report) {
        if (rows === 0) return;
        const labels = new Set([
          ...counts.labels.map(({ text }) => text),
          ...(hasLabels(context) ? (context.declaredLabels ?? []) : []),
        ]).size;
        const perLabel = threshold(context, 'fewestRowsPerLabel');
        const fewest = hasLabels(context) ? perLabel * labels : threshold(context, 'fewestRows');
        if (rows >= fewest) return;
        const why = hasLabels(context)
          ? ` (${perLabel} for ${labels === 1 ? 'its only label' : `each of ${formatCount(labels)} labels`})`
          : '';
        report('L-SIZE-01', null, {
          at: { path: [] },
          message: `Only ${countOf(rows, 'row')}: a model learns by heart from fewer than ${formatCount(fewest)}${why}. Add rows.`,
        });
      },
    };
  },
};
