import { GrowingUint32 } from '../../duplicates/growingArrays';
import { findLabelIssues } from '../../labelErrors/findLabelIssues';
import type { ValuePath } from '../../schemas/schema';
import type { DatasetRule } from '../rule';
import { hasLabels } from './labelCounts';

/** L-LBL-01: labels that are probably wrong, by confident learning from a model's probabilities for rows it was not trained on. */
export const labelErrorRule: DatasetRule = {
  ids: ['L-LBL-01'],
  applies: (context) => hasLabels(context) && (context.probabilities ?? null) !== null,
  begin: ({ probabilities }) => {
    const names = probabilities?.labels ?? [];
    const numbers = new Map(names.map((name, number) => [name, number]));
    const [rows, labels] = [new GrowingUint32(), new GrowingUint32()];
    let path: ValuePath = [];
    return {
      see(row) {
        const part = row.parts().find(({ role }) => role === 'label');
        const label = part === undefined ? undefined : numbers.get(part.text);
        if (part === undefined || label === undefined) return;
        if ((probabilities?.of(row.row) ?? null) === null) return;
        path = part.path;
        rows.push(row.row);
        labels.push(label);
      },
      finish(report) {
        const scores = new Float64Array(rows.length * names.length);
        for (let item = 0; item < rows.length; item += 1)
          scores.set(probabilities?.of(rows.at(item)) ?? [], item * names.length);
        const given = Int32Array.from(labels.view());
        for (const issue of findLabelIssues(given, scores, names.length)) {
          const value = names[issue.suggested] ?? '';
          const label = names[given[issue.row] ?? 0] ?? '';
          const certain = scores[issue.row * names.length + issue.suggested] ?? 0;
          report('L-LBL-01', rows.at(issue.row), {
            at: { path },
            message: `The label "${label}" is probably wrong: a model that was not trained on this row gives it ${percent(issue.selfConfidence)}, and "${value}" ${percent(certain)}. Read the row, and correct or keep the label.`,
            fixes: () => [{ type: 'set-value', path, value, title: `Label it "${value}"` }],
          });
        }
      },
    };
  },
};

function percent(probability: number): string {
  return `${(100 * probability).toFixed(1)} %`;
}
