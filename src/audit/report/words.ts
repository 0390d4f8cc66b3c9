import { answerWords } from '../../protocol/answerWords';
import type { AuditCheck, AuditId, AuditRow } from '../../protocol/audit';
import { familyOf } from '../../protocol/familyOf';
import { formatMetric, plainNumber } from '../../protocol/formatNumber';

/** A margin in the units of a check: `5 points`, or `.05 standard deviations` of an effect size. */
export function marginWords(delta: number, id: AuditId): string {
  if (familyOf(id).kind === 'seat') return `${plainNumber(delta)} standard deviations`;
  const points = Number((delta * 100).toPrecision(3));
  return `${points} ${points === 1 ? 'point' : 'points'}`;
}

/** `.712`, or why there is no figure. */
export function valueWords({ value }: Pick<AuditCheck, 'value'>): string {
  return value === null ? 'undefined' : formatMetric(value);
}

/** `women against rest`; `all groups` where they are compared with each other. */
export function whoWords({ group, reference }: Pick<AuditCheck, 'group' | 'reference'>): string {
  if (group === null) return 'all groups';
  return reference === null ? group : `${group} against ${reference}`;
}

/** What the figures of one id say in plain words, each once. */
export function wordsAbout(checks: readonly AuditCheck[]): string[] {
  return [...new Set(checks.flatMap(({ about }) => (about === undefined ? [] : [about])))];
}

/** A text with what a swap changed between brackets: `[he] said`. */
export function markedText(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): string {
  let [marked, at] = ['', 0];
  for (const { start, end } of spans) {
    marked += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return marked + text.slice(at);
}

/** `positive .912`; of an association test `Men, closer to Career`; empty where nothing is known. */
export function rowWords({ gold, prediction, score, scored }: AuditRow, id: AuditId): string {
  if (prediction === undefined) return gold ?? '';
  if (familyOf(id).kind === 'seat') return `${gold ?? ''}, closer to ${prediction}`;
  return answerWords({ prediction, score, scored });
}
