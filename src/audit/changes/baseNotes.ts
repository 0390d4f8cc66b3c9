import type { BaseNote } from '../../protocol/audit';
import type { AuditOptions } from '../auditOptions';
import { dependentRows } from '../groups/dependentRows';
import { gateOf } from '../groups/gate';
import { predictions } from '../groups/labelRows';
import type { ScoredRows } from '../scoredRows';
import { Pace } from '../statistics/pace';

/**
 * What must be known before a change is believed: that the answers are the same, or that one of both is hardly better than
 * chance: guesses are alike for all groups, so that any model that learned something looks more unlike than it.
 * @param before, after the same rows under either model
 */
export async function baseNotes(
  before: ScoredRows,
  after: ScoredRows,
  options: AuditOptions,
): Promise<BaseNote[]> {
  if (isSame(before, after))
    return [{ kind: 'same', text: 'Both give the same answers for all rows: every change is 0.' }];
  const pace = new Pace({ signal: options.signal });
  const weakness = async (rows: ScoredRows): Promise<string | null> => {
    const gate = gateOf(rows, predictions(rows), await dependentRows(rows, pace));
    return gate?.withheld === 'model-too-weak' ? gate.reason : null;
  };
  const [ofBase, ofModel] = [await weakness(before), await weakness(after)];
  return [
    ...(ofBase === null
      ? []
      : [
          {
            kind: 'weak',
            text: `Of the base: ${ofBase} A change from it says as little.`,
          } as const,
        ]),
    ...(ofModel === null
      ? []
      : [
          {
            kind: 'weak-after',
            text: `Of the model itself: ${ofModel} What is smaller is not mended: who hardly tells labels apart tells groups apart as little.`,
          } as const,
        ]),
  ];
}

function isSame(before: ScoredRows, after: ScoredRows): boolean {
  const places = after.labels.map((label) => before.labels.indexOf(label));
  const width = places.length;
  if (before.labels.length !== width) return false;
  const isEqual = after.probabilities.every(
    (value, at) => before.probabilities[at - (at % width) + (places[at % width] ?? -1)] === value,
  );
  if (!isEqual) return false;
  const [old, young] = [predictions(before), predictions(after)];
  return young.every((label, row) => places[label] === old[row]);
}
