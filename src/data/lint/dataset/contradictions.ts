import { GrowingUint32 } from '../../duplicates/growingArrays';
import { HashIndex } from '../../duplicates/hashIndex';
import type { Part } from '../../schemas/schema';
import type { RelatedPlace } from '../../../protocol/lint';
import type { DatasetRule, ReportRow } from '../rule';
import { exchangeOf, normalisedKey } from './rowKeys';
import { RowPlaces } from './rowPlaces';
import { formatCount } from '../../../protocol/formatNumber';

/** L-DUP-04: rows that ask the same and answer otherwise than the first of them does. */
export const contradictionRule: DatasetRule = {
  ids: ['L-DUP-04'],
  applies: ({ schema }) => schema.name !== 'text' && schema.name !== 'preference',
  begin: ({ path, schema }) => {
    const places = new RowPlaces();
    const [inputs, exchanges] = [new HashIndex(), new HashIndex()];
    /** By number of the input: the first row with it, and what that row answers. */
    const [firstRow, firstExchange] = [new GrowingUint32(), new GrowingUint32()];
    const labelOf = new Map<number, string>();
    const conflicts: { row: number; first: number; label: string | null; input: number }[] = [];
    return {
      see(row) {
        const exchange = exchangeOf(schema, row.parts());
        if (exchange === null) return;
        const item = places.note(row);
        const input = normalisedKey(exchange.input);
        const known = inputs.add(input);
        const both = exchanges.add(`${input} ${normalisedKey(exchange.answer)}`);
        const label = labelIn(exchange.answer);
        if (known < 0) {
          firstRow.push(item);
          firstExchange.push(exchanges.size - 1);
          if (label !== null && isShort(label)) labelOf.set(inputs.size - 1, label);
          return;
        }
        const answer = both < 0 ? exchanges.size - 1 : both;
        if (answer === firstExchange.at(known)) return;
        conflicts.push({ row: row.row, first: firstRow.at(known), label, input: known });
      },
      finish(report) {
        for (const { row, first, label, input } of conflicts)
          reportConflict(report, {
            ...{ row, label, firstRow: places.row(first) },
            firstLabel: labelOf.get(input) ?? null,
            first: places.related(first, path, otherAnswerWords),
          });
      },
    };
  },
};

/** What is said of the first row that asks the same. */
export const otherAnswerWords = 'the same with another answer';

/** Reports a row that answers otherwise than the first that asks the same; labels are null where there are none, or long ones. */
export function reportConflict(
  report: ReportRow,
  conflict: {
    readonly row: number;
    readonly label: string | null;
    readonly firstRow: number;
    readonly firstLabel: string | null;
    readonly first: RelatedPlace;
  },
): void {
  const { row, label, firstLabel, first } = conflict;
  const number = formatCount(conflict.firstRow);
  report('L-DUP-04', row, {
    at: { path: [] },
    message:
      label !== null && firstLabel !== null && isShort(label)
        ? `Row ${number} is the same, labelled "${firstLabel}"; this one is labelled "${label}". Correct one of them, or delete it.`
        : `Row ${number} asks the same and has another answer. Keep both only where both are right.`,
    ...(label === null ? { severity: 'information' } : {}),
    related: [first],
  });
}

/** The label in what a row answers; null: it has none. */
export function labelIn(answer: readonly Part[]): string | null {
  const labels = answer.filter(({ role }) => role === 'label');
  return labels.length === 0 ? null : labels.map(({ text }) => text).join(' ');
}

/** Whether a label can be quoted. */
export function isShort(label: string): boolean {
  return label.length <= 60;
}
