import { nearestWord } from '../../../protocol/nearestWord';
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
}

/** By number of the label; undefined: nothing is wrong with it. */
function meantLabels(
  labels: readonly WrittenLabel[],
  declared: readonly string[] | null,
): readonly (Meant | undefined)[] {
  if (declared !== null && declared.length > 0) {
    return labels.map(({ text }) => {
      if (declared.includes(text)) return undefined;
      const same = declared.find((each) => plainLabel(each) === plainLabel(text));
      const near = same ?? nearestWord(text, declared);
      return { text: near, value: near, isDeclared: true };
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
    return { text: best.text, value: best.value, isDeclared: false };
  });
}

function reportLabel(
  report: ReportRow,
  row: number,
  { text, path, count }: WrittenLabel,
  meant: Meant,
  declared: readonly string[] | null,
): void {
  const { value, text: right } = meant;
  report('L-LBL-03', row, {
    at: { path },
    message: meant.isDeclared
      ? `The label "${text}" is none of ${listOf(declared ?? [])}.${right === null ? '' : ` Is "${right}" meant?`}`
      : `The label "${text}" (${countOf(count, 'row')}) is written "${right ?? ''}" in most rows: a model takes them for two labels. Write it the same way.`,
    ...(right === null
      ? {}
      : { fixes: () => [{ type: 'set-value', path, value, title: `Write "${right}"` }] }),
  });
}

function listOf(labels: readonly string[]): string {
  const shown = labels.slice(0, 8).map((label) => `"${label}"`);
  const more = labels.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** What is longer is a text. note: the expressions below can take time by the square of the length. */
const longestLabel = 200;

/**
 * What is left of a label without differences that are no meaning: case, Unicode form, whitespace, hyphens and underscores
 * between words, quotes around it and a stop behind it. Signs stay, since "-1" is not "1" and "C#" is not "C".
 */
function plainLabel(text: string): string {
  if (text.length > longestLabel) return text;
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^["'“”‘’`]+|["'“”‘’`]+$/g, '')
    .replace(/[\s.,;:!]+$/, '')
    .trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(plain)) return String(Number(plain));
  return plain.replace(/(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, '');
}
