import { binomialTest } from '../../statistics/exactTests';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { formatCount } from '../../../protocol/formatNumber';

const significance = 0.01;

/** L-PRF-02: the chosen answer is nearly always the longer, or the shorter, one: that is easier to learn than what makes it good. */
export const preferenceLengthRule: DatasetRule = {
  ids: ['L-PRF-02'],
  applies: ({ schema }) => schema.name === 'preference',
  begin: (context) => {
    let [longer, shorter] = [0, 0];
    return {
      see(row) {
        let [chosen, rejected] = [0, 0];
        for (const { role, text } of row.parts()) {
          if (role === 'target') chosen += text.length;
          else if (role === 'rejected') rejected += text.length;
        }
        if (chosen > rejected) longer += 1;
        else if (chosen < rejected) shorter += 1;
      },
      finish(report) {
        const pairs = longer + shorter;
        if (pairs === 0) return;
        const more = Math.max(longer, shorter);
        if (more <= threshold(context, 'lengthBias') * pairs) return;
        if (binomialTest(longer, pairs, 0.5) >= significance) return;
        report('L-PRF-02', null, {
          at: { path: [] },
          message: `In ${formatCount(more)} of ${formatCount(pairs)} pairs the chosen answer is the ${longer > shorter ? 'longer' : 'shorter'} one: a model learns length before quality. Add pairs where it is the other way round.`,
        });
      },
    };
  },
};
