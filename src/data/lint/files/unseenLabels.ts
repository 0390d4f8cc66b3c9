import type { CrossFileRule } from '../rule';
import { hasLabels, LabelCounts } from '../dataset/labelCounts';
import { formatCount } from '../../../protocol/formatNumber';

/** L-LBL-02: labels of the evaluation file that no training row has, at the first row of each. */
export const unseenLabelRule: CrossFileRule = {
  ids: ['L-LBL-02'],
  applies: (training, evaluation) => hasLabels(training) && hasLabels(evaluation),
  begin: ({ path: file }) => {
    const [trained, evaluated] = [new LabelCounts(), new LabelCounts()];
    return {
      seeEvaluation(row) {
        evaluated.see(row);
      },
      seeTraining(row) {
        trained.see(row);
      },
      finish(report) {
        const known = new Set(trained.labels.map(({ text }) => text));
        for (const { text, count, row, path } of evaluated.labels) {
          if (known.has(text)) continue;
          report('L-LBL-02', row, {
            at: { path },
            severity: 'error',
            message: `No row of ${file} has the label "${text}", which ${count === 1 ? 'one row has' : `${formatCount(count)} rows have`} here: a model cannot learn it. Add such rows to the training data, or correct the label.`,
          });
        }
      },
    };
  },
};
