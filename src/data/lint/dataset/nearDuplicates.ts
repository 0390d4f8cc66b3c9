import { deleteDoubtfulRow } from '../fix';
import { NearDuplicates } from '../../duplicates/nearDuplicates';
import { shinglesOf } from '../../duplicates/shingles';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { SeenRows } from './duplicates';
import { comparedTexts, groupOf, wholeRow } from './rowKeys';
import { RowPlaces } from './rowPlaces';
import { formatCount } from '../../../protocol/formatNumber';

/** L-DUP-03: rows that share most of their word-5-grams. Rows that L-DUP-01 or -02 is about are left to them. */
export const nearDuplicateRule: DatasetRule = {
  ids: ['L-DUP-03'],
  applies: () => true,
  begin: (context) => {
    const seen = new SeenRows();
    const places = new RowPlaces();
    const search = new NearDuplicates(threshold(context, 'nearSimilarity'));
    return {
      see(row) {
        const parts = row.parts();
        if (parts.length === 0 || seen.add(wholeRow(context.schema, row)) !== null) return;
        places.note(row);
        search.add(shinglesOf(comparedTexts(parts)), groupOf(context.schema, parts));
      },
      finish(report) {
        for (const { item, kept, neighbour, similarity } of search.duplicates()) {
          const [first, other] = [kept, neighbour].map((at) => formatCount(places.row(at)));
          const share = `${Math.floor(similarity * 100)} %`;
          const related = [places.related(kept, context.path, 'the row to keep')];
          if (neighbour !== kept)
            related.push(places.related(neighbour, context.path, 'nearly the same as both'));
          report('L-DUP-03', places.row(item), {
            at: { path: [] },
            message:
              neighbour === kept
                ? `Nearly the same as row ${first}: they share ${share} of their five-word runs. Keep one of them.`
                : `Nearly the same as row ${other} (${share} of their five-word runs), which is nearly the same as row ${first}. Keep one of them.`,
            related,
            fixes: () => [deleteDoubtfulRow],
            isGuess: true,
          });
        }
      },
    };
  },
};
