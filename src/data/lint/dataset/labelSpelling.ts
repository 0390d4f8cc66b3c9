import { labelMatcher, plainLabel } from '../../nearestLabel';
import { isBlank } from '../rules/whitespace';
import type { DatasetRule, ReportRow } from '../rule';
import { hasLabels, LabelCounts, type CountedLabels, type WrittenLabel } from './labelCounts';
import { countOf } from '../../../protocol/formatNumber';

/** L-LBL-03: labels that are not in the declared set, and labels written in several ways. */
export const labelSpellingRule: DatasetRule = {
  ids: ['L-LBL-03'],
  applies: hasLabels,
  begin: ({ declaredLabels }) => {
    const counts = new LabelCounts();
    return {
      see(row) {
        counts.see(row);
      },
      finish(report) {
        reportSpelling(report, counts, declaredLabels);
      },
    };
  },
};

/** Reports every row whose label is probably another one. */
export function reportSpelling(
  report: ReportRow,
  counts: CountedLabels,
  declaredLabels: readonly string[] | null,
): void {
  const meant = meantLabels(counts.labels, declaredLabels);
  if (meant.every((each) => each === undefined)) return;
  for (const { row, label } of counts.rowLabels()) {
    const [written, right] = [counts.labels[label], meant[label]];
    if (written === undefined || right === undefined) continue;
    reportLabel(report, row, written, right, declaredLabels);
  }
}

/** What is wrong with a label: the one that is probably meant, null where none is near. */
interface Meant {
  readonly text: string | null;
  readonly value: unknown;
  readonly isDeclared: boolean;
  /** Whether another word was written, and this one is only near it. */
  readonly isGuess: boolean;
}

/** By number of the label; undefined: nothing is wrong with it. */
function meantLabels(
  labels: readonly WrittenLabel[],
  declared: readonly string[] | null,
): readonly (Meant | undefined)[] {
  if (declared !== null && declared.length > 0) {
    const known = new Set(declared);
    const meantBy = labelMatcher(declared);
    const written = new Map(labels.map(({ text, value }) => [text, value]));
    return labels.map(({ text }) => {
      // note: an empty one is a row without label, which is L-TXT-01.
      if (known.has(text) || isBlank(text)) return undefined;
      const near = meantBy(text);
      if (near === null) return { text: null, value: null, isDeclared: true, isGuess: true };
      const { label, isSame } = near;
      // note: a label that is a number in other rows stays one.
      const value = written.has(label) ? written.get(label) : label;
      return { text: label, value, isDeclared: true, isGuess: !isSame };
    });
  }
  const usual = new Map<string, WrittenLabel>();
  for (const label of labels) {
    const key = plainLabel(label.text);
    const best = usual.get(key);
    if (best === undefined || label.count > best.count) usual.set(key, label);
  }
  return labels.map((label) => {
    const best = usual.get(plainLabel(label.text));
    if (best === undefined || best === label) return undefined;
    return { text: best.text, value: best.value, isDeclared: false, isGuess: false };
  });
}

function reportLabel(
  report: ReportRow,
  row: number,
  { text, path, count }: WrittenLabel,
  meant: Meant,
  declared: readonly string[] | null,
): void {
  const { value, text: right, isGuess } = meant;
  const fix = { title: `Write "${right ?? ''}"`, ...(isGuess ? { isGuess } : {}) };
  report('L-LBL-03', row, {
    at: { path },
    message: meant.isDeclared
      ? `The label "${text}" is none of ${listOf(declared ?? [])}.${right === null ? '' : ` Is "${right}" meant?`}`
      : `The label "${text}" (${countOf(count, 'row')}) is written "${right ?? ''}" in most rows: a model takes them for two labels. Write it the same way.`,
    ...(right === null
      ? {}
      : { isGuess, fixes: () => [{ ...fix, type: 'set-value', path, value }] }),
  });
}

function listOf(labels: readonly string[]): string {
  const shown = labels.slice(0, 8).map((label) => `"${label}"`);
  const more = labels.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
