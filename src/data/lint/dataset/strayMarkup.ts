import { valueAt } from '../../schemas/columnPath';
import type { DatasetRule } from '../rule';
import { findMarkup, withoutMarkup } from './markup';
import { threshold } from './datasetThresholds';
import { SpanList } from './spanList';
import { formatCount } from '../../../protocol/formatNumber';

/** L-TXT-07: markup in few rows. Where many have it, it is meant. */
export const strayMarkupRule: DatasetRule = {
  ids: ['L-TXT-07'],
  applies: () => true,
  begin: (context) => {
    const found = new SpanList();
    let [rows, marked] = [0, 0];
    return {
      see(row) {
        rows += 1;
        let isMarked = false;
        for (const { path, text } of row.parts()) {
          const markup = findMarkup(text);
          if (markup === null) continue;
          found.add(row.row, path, markup.start, markup.end);
          isMarked = true;
        }
        if (isMarked) marked += 1;
      },
      finish(report) {
        if (marked >= threshold(context, 'strayMarkup') * rows) return;
        for (const { row, at } of found)
          report('L-TXT-07', row, {
            at,
            message: `HTML, which only ${formatCount(marked)} of ${formatCount(rows)} rows have, is probably left over from a page. Strip it.`,
            fixes: (values) => {
              const text = valueAt(values, at.path);
              if (typeof text !== 'string') return [];
              const value = withoutMarkup(text);
              return [{ type: 'set-value', path: at.path, value, title: 'Strip the markup' }];
            },
          });
      },
    };
  },
};
