import { valueAt } from '../../schemas/columnPath';
import type { DatasetRule } from '../rule';
import { SpanList } from './spanList';

/** Below U+0300 every text is in form C: most texts are settled by this. */
const mayDiffer = /[\u0300-\uffff]/;

/** L-TXT-06: texts that are not in Unicode form C while most rows are: the same word becomes other tokens. */
export const unicodeFormRule: DatasetRule = {
  ids: ['L-TXT-06'],
  applies: () => true,
  begin: () => {
    const decomposed = new SpanList();
    let [rows, differing] = [0, 0];
    return {
      see(row) {
        rows += 1;
        let differs = false;
        for (const { path, text } of row.strings()) {
          if (!mayDiffer.test(text) || text.normalize('NFC') === text) continue;
          decomposed.add(row.row, path);
          differs = true;
        }
        if (differs) differing += 1;
      },
      finish(report) {
        if (differing * 2 >= rows) return;
        for (const { row, at } of decomposed)
          report('L-TXT-06', row, {
            at,
            message:
              'Accents are written as separate characters here, unlike in most rows: the same word becomes other tokens. Write them in Unicode form C.',
            fixes: (values) => {
              const text = valueAt(values, at.path);
              if (typeof text !== 'string') return [];
              const value = text.normalize('NFC');
              return [
                { type: 'set-value', path: at.path, value, title: 'Write in Unicode form C' },
              ];
            },
          });
      },
    };
  },
};
