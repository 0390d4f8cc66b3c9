import { GrowingUint32 } from '../../duplicates/growingArrays';
import { countWords } from '../../duplicates/words';
import { quantile } from '../../statistics/quantiles';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { formatCount } from '../../../protocol/formatNumber';

/** With fewer rows nothing is usual. */
const fewestRows = 20;
/** Where nearly all rows are of one length, a little more is no outlier. */
const fewestTimes = 2;
/** Words or tokens: where rows are short, a sentence is no several rows in one, nor does it slow down a batch. */
const fewestLength = 32;

/**
 * L-LEN-03: rows far longer than the others: above the third quartile by more than three interquartile ranges of the logarithm
 * (Tukey's far-out fence). In tokens where a model is known, else in words. Rows that are longer than maxLength are left to
 * L-LEN-01 and -02.
 */
export const lengthOutlierRule: DatasetRule = {
  ids: ['L-LEN-03'],
  applies: () => true,
  begin: (context) => {
    const { tokens } = context;
    const [rows, lengths] = [new GrowingUint32(), new GrowingUint32()];
    return {
      see(row) {
        const parts = row.parts();
        if (parts.length === 0) return;
        let length = 0;
        if (tokens === null) for (const { text } of parts) length += countWords(text);
        else length = tokens.count(row).tokens;
        rows.push(row.row);
        lengths.push(length);
      },
      finish(report) {
        if (lengths.length < fewestRows) return;
        const ascending = Float64Array.from(lengths.view(), (length) =>
          Math.log(1 + length),
        ).sort();
        const [first, third] = [quantile(ascending, 0.25), quantile(ascending, 0.75)];
        const fence = third + threshold(context, 'outlierSpread') * (third - first);
        const usual = Math.round(Math.expm1(quantile(ascending, 0.5)));
        const most = Math.max(Math.expm1(fence), fewestTimes * Math.expm1(third), fewestLength);
        const fitting = tokens?.maxLength ?? Infinity;
        const unit = tokens === null ? 'words' : 'tokens';
        for (let item = 0; item < lengths.length; item += 1) {
          const length = lengths.at(item);
          if (length <= most || length > fitting) continue;
          report('L-LEN-03', rows.at(item), {
            at: { path: [] },
            message: `${formatCount(length)} ${unit}, where half of the rows have ${formatCount(usual)} or fewer: this may be several rows in one. Look at it.`,
          });
        }
      },
    };
  },
};
