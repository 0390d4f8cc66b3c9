import { runsTest } from '../../statistics/runsTest';
import type { DatasetRule } from '../rule';
import { hasLabels, LabelCounts } from './labelCounts';
import { threshold } from './datasetThresholds';
import { formatCount } from '../../../protocol/formatNumber';

/** Fewer rows show no order. */
const fewestRows = 20;
/** With many rows the slightest clumping is significant: as few runs as this are also noticeable. */
const noticeableShare = 0.9;

/**
 * L-LBL-04: rows of a label stand together, while training may take them in this order. One test for all labels at once, so that
 * many labels do not mean many chances of a false alarm.
 */
export const labelOrderRule: DatasetRule = {
  ids: ['L-LBL-04'],
  applies: (context) => hasLabels(context) && context.shuffles !== true,
  begin: (context) => {
    const counts = new LabelCounts();
    let runs = 0;
    let last: number | null = null;
    return {
      see(row) {
        const label = counts.see(row);
        if (label === null) return;
        if (label !== last) runs += 1;
        last = label;
      },
      finish(report) {
        const { rows, labels } = counts;
        const test = runsTest(
          runs,
          labels.map(({ count }) => count),
        );
        if (rows < fewestRows || test === null) return;
        if (test.pValue >= threshold(context, 'orderProbability')) return;
        if (test.runs > noticeableShare * test.expected) return;
        const what =
          runs === labels.length
            ? 'The rows are sorted by label'
            : `Rows of one label stand together: ${formatCount(runs)} stretches, where random order has about ${formatCount(test.expected)}`;
        const end = context.shuffles === null ? 'Without shuffling a model' : 'A model';
        report('L-LBL-04', null, {
          at: { path: [] },
          message: `${what}. ${end} learns the last labels best: set "shuffle": true, or shuffle the file.`,
        });
      },
    };
  },
};
