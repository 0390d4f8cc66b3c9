import type { AuditCheck, AuditId, Verdict } from '../../protocol/audit';
import { metricWords, verdictWords } from '../../protocol/auditWords';
import { familyOf } from '../../protocol/familyOf';
import { formatPValue, plainNumber } from '../../protocol/formatNumber';
import { variantParts, variantPhrase } from '../../protocol/variantPhrase';

/** Verdicts as a row says them. */
export function verdictInRow(verdict: Verdict, delta: number): string {
  const words = verdictWords[verdict];
  return verdict === 'none-larger-than-delta' ? `${words} than ${plainNumber(delta)}` : words;
}

/** `true-positive-rate-difference` reads "True positive rate difference". */
export function metricTitle(metric: string): string {
  const words = metricWords(metric);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What an audit id is about: `group/gender` reads "Gender", `swap/gender` "Swaps of gender". */
export function familyTitle(id: AuditId): string {
  const { kind, name } = familyOf(id);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  switch (kind) {
    case 'group':
      return capital;
    case 'swap':
      return `Swaps of ${name}`;
    case 'template':
      return `Templates: ${name}`;
    case 'functional':
      return `Functional tests: ${name}`;
    case 'seat':
      return `Association test ${name}`;
    case 'dataset':
      return `${capital} in the data`;
  }
}

/** The label or word that a variant is about: `one-against-rest:positive/max-min` reads "positive"; empty for none. */
export function variantSubject(variant: string): string {
  return variantParts(variant).name ?? '';
}

/** What is counted and how, each in words: `positive`, `largest minus smallest`. */
export function variantTraits(variant: string): readonly string[] {
  const { subject, name, ways } = variantParts(variant);
  return [name ?? subject, ...ways].filter((each) => each !== '');
}

/** The axis of a suite of templates that a variant is about: `gender:label` reads "gender"; null for none. */
export function templateAxis({ id, variant }: Pick<AuditCheck, 'id' | 'variant'>): string | null {
  return familyOf(id).kind === 'template' ? variantParts(variant).axis : null;
}

/** `Templates: general, about gender`: suites of templates by what they are about. */
export function titleWithAxis(check: Pick<AuditCheck, 'id' | 'variant'>): string {
  const axis = templateAxis(check);
  const title = familyTitle(check.id);
  return axis === null ? title : `${title}, about ${axis}`;
}

/** `p < .001`, `.041`; empty where nothing is tested. */
export function pWords(value: number | null): string {
  return value === null ? '' : formatPValue(value);
}

/** A variant in words, and the id by which reports name it. */
export function variantFacts(variant: string): readonly (readonly [string, string])[] {
  const words = variantPhrase(variant);
  return words === variant
    ? [['Variant', variant]]
    : [
        ['Of', words],
        ['Variant', variant],
      ];
}
