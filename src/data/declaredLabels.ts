import { UserError } from '../protocol/errors';
import { formatCount } from '../protocol/formatNumber';
import type { Examples } from './loadExamples';
import { labelMatcher } from './nearestLabel';

/**
 * Rows have labels of "data.labels" alone.
 * @throws UserError at the first that has another, with how many there are
 */
export function requireDeclared(
  { path, labels, lines }: Examples,
  declared: readonly string[],
): void {
  const known = new Set(declared);
  const first = labels.findIndex((label) => !known.has(label));
  const label = labels[first];
  if (label === undefined) return;
  const others = labels.reduce((sum, each) => (known.has(each) ? sum : sum + 1), -1);
  const near = labelMatcher(declared)(label);
  const meant = near === null ? '' : `Did you mean "${near.label}"? `;
  throw new UserError(
    `The label "${shortLabel(label)}" is not in "data.labels", which has ${listLabels(declared)}.${norOthers(others)}`,
    {
      place: { file: path, line: lines[first] ?? 1 },
      next: `${meant}Correct the ${others === 0 ? 'row' : 'rows ("finetune lint" lists them)'}, or add the label to "data.labels".`,
    },
  );
}

function norOthers(others: number): string {
  if (others === 0) return '';
  return others === 1
    ? ' Nor is that of 1 more row.'
    : ` Nor are those of ${formatCount(others)} more rows.`;
}

/** A sentence about labels of "data.labels" that no training row has; null: each has some. */
export function unusedLabelsHint(
  { labels: occurring }: Pick<Examples, 'labels'>,
  declared: readonly string[],
): string | null {
  const known = new Set(occurring);
  const unused = declared.filter((label) => !known.has(label));
  if (unused.length === 0) return null;
  return `No training row has ${unused.length === 1 ? 'the label' : 'one of the labels'} ${listLabels(unused)} of "data.labels": the model cannot learn ${unused.length === 1 ? 'it' : 'them'}.`;
}

const mostListed = 12;

/** `"a", "b" and 3 more`. */
export function listLabels(labels: readonly string[]): string {
  const shown = labels.slice(0, mostListed).map((label) => `"${shortLabel(label)}"`);
  const more = labels.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${formatCount(more)} more` : shown.join(', ');
}

/** A label that is a text in truth fits no sentence. */
export function shortLabel(label: string): string {
  return label.length <= 40 ? label : `${label.slice(0, 39)}…`;
}
