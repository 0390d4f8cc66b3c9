import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { formatCount } from '../../../protocol/formatNumber';

/** With fewer rows a share says nothing. */
const fewestRows = 10;
const good: ReadonlySet<string> = new Set(['true', '1', 'yes', 'good', 'desirable']);

/** L-PRF-03: nearly all answers are good, or nearly all bad. */
export const oneSidedFeedbackRule: DatasetRule = {
  ids: ['L-PRF-03'],
  applies: ({ schema }) => schema.name === 'feedback',
  begin: (context) => {
    let [rows, desirable] = [0, 0];
    return {
      see(row) {
        const label = row.parts().find(({ role }) => role === 'label');
        if (label === undefined) return;
        rows += 1;
        if (good.has(label.text.trim().toLowerCase())) desirable += 1;
      },
      finish(report) {
        const fewer = Math.min(desirable, rows - desirable);
        if (rows < fewestRows || fewer >= threshold(context, 'oneSidedFeedback') * rows) return;
        const kind = desirable < rows - desirable ? 'good' : 'bad';
        report('L-PRF-03', null, {
          at: { path: [] },
          message: `Only ${formatCount(fewer)} of ${formatCount(rows)} answers are ${kind}: training on feedback needs both. Add rows, or weight the rarer kind.`,
        });
      },
    };
  },
};
