import { basename } from 'node:path';
import { deleteRow } from '../fix';
import { GrowingUint32 } from '../../duplicates/growingArrays';
import { NearIndex } from '../../duplicates/nearIndex';
import { RunIndex } from '../../duplicates/runIndex';
import { shinglesOf } from '../../duplicates/shingles';
import type { Part, Schema } from '../../schemas/schema';
import { threshold } from '../dataset/datasetThresholds';
import { comparedTexts, exchangeOf, normalisedKey, passageOf, rawKey } from '../dataset/rowKeys';
import { RowPlaces } from '../dataset/rowPlaces';
import type { CrossFileRule, LintContext } from '../rule';
import { EqualRows } from './equalRows';
import { formatCount } from '../../../protocol/formatNumber';

/** A run that more training rows have is a common phrase, as for GPT-3 (Brown et al. 2020, appendix C). */
const mostRowsOfRun = 10;

/** From the strongest to the weakest; a row has the strongest only. */
type Leak = 'same' | 'same-but-case' | 'near' | 'run';

/**
 * L-LEAK-01 and -02: evaluation rows that were trained on. What a row asks decides, whatever the answer or the label: it is known
 * then. Of the evaluation file hashes are kept, of the training file the lines.
 */
export const leakRule: CrossFileRule = {
  ids: ['L-LEAK-01', 'L-LEAK-02'],
  applies: () => true,
  begin: (training, evaluation) => {
    const [places, trained] = [new RowPlaces(), new RowPlaces()];
    const [raw, normalised] = [new EqualRows(), new EqualRows()];
    const near = new NearIndex(threshold(evaluation, 'nearSimilarity'));
    const nearItems = new GrowingUint32();
    const runs = new RunIndex(threshold(evaluation, 'sharedRunWords'));
    const [byRaw, byNormalised, byNear] = [new Twins(), new Twins(), new Twins()];
    return {
      seeEvaluation(row) {
        const parts = row.parts();
        if (parts.length === 0) return;
        const item = places.note(row);
        const asked = askedBy(evaluation.schema, parts);
        raw.add(rawKey(asked));
        normalised.add(normalisedKey(asked));
        const texts = comparedTexts(parts);
        const shingles = shinglesOf(texts);
        if (shingles.length > 0) {
          near.add(shingles, passageOf(evaluation.schema, parts));
          nearItems.push(item);
        }
        runs.add(texts);
      },
      seeTraining(row) {
        const parts = row.parts();
        if (parts.length === 0) return;
        const text = trained.note(row);
        const asked = askedBy(training.schema, parts);
        for (const item of raw.equalTo(rawKey(asked))) byRaw.note(item, text);
        for (const item of normalised.equalTo(normalisedKey(asked))) byNormalised.note(item, text);
        const texts = comparedTexts(parts);
        const isWanted = (found: number): boolean => byNear.of(nearItems.at(found)) === null;
        near.forEachNear(
          shinglesOf(texts),
          passageOf(training.schema, parts),
          isWanted,
          (found) => {
            byNear.note(nearItems.at(found), text);
          },
        );
        runs.see(text, texts);
      },
      finish(report) {
        for (let item = 0; item < places.length; item += 1) {
          const leaks: readonly (readonly [Leak, number | null])[] = [
            ['same', byRaw.of(item)],
            ['same-but-case', byNormalised.of(item)],
            ['near', byNear.of(item)],
            ['run', runs.sharedBy(item, mostRowsOfRun)],
          ];
          const [leak, text] = leaks.find(([, found]) => found !== null) ?? [];
          if (leak === undefined || text === undefined || text === null) continue;
          report(leak === 'near' || leak === 'run' ? 'L-LEAK-02' : 'L-LEAK-01', places.row(item), {
            at: { path: [] },
            message: messageOf(leak, trained.row(text), training, runs.words),
            related: [trained.related(text, training.path, 'the twin in the training data')],
            fixes: () => [deleteRow],
          });
        }
      },
    };
  },
};

/** What a row gives away: its question where it has one, else all of it but labels. */
function askedBy(schema: Schema, parts: readonly Part[]): readonly Part[] {
  return exchangeOf(schema, parts)?.input ?? parts.filter(({ role }) => role !== 'label');
}

function messageOf(leak: Leak, row: number, { path }: LintContext, words: number): string {
  const twin = `row ${formatCount(row)} of ${basename(path)}`;
  const next = 'Delete the row from one of the two files.';
  switch (leak) {
    case 'same':
      return `This is trained on: it asks the same as ${twin}. ${next}`;
    case 'same-but-case':
      return `This is trained on: but for case and whitespace it asks the same as ${twin}. ${next}`;
    case 'near':
      return `Nearly this is trained on: it shares most of its five-word runs with ${twin}. ${next}`;
    case 'run':
      return `Part of this is trained on: it shares ${words} words in a row with ${twin}. ${next}`;
  }
}

/** The first twin of each row that has one. */
class Twins {
  readonly #texts = new Map<number, number>();

  note(item: number, text: number): void {
    if (!this.#texts.has(item)) this.#texts.set(item, text);
  }

  of(item: number): number | null {
    return this.#texts.get(item) ?? null;
  }
}
