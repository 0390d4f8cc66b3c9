import type { AuditCheck, AuditId, Verdict } from '../../protocol/audit';
import { formatMetric, formatPValue } from '../../protocol/formatNumber';
import { variantParts, variantPhrase } from '../../protocol/variantPhrase';

/** Verdicts as a row says them. */
export function verdictWords(verdict: Verdict, delta: number): string {
  switch (verdict) {
    case 'disparity':
      return 'disparity';
    case 'none-larger-than-delta':
      return `none larger than ${plainNumber(delta)}`;
    case 'not-enough-data':
      return 'not enough data';
    case 'model-too-weak':
      return 'model too weak';
  }
}

/** `true-positive-rate-difference` reads "True positive rate difference". */
export function metricTitle(metric: string): string {
  const words = metric.replaceAll('-', ' ').replace(/\b(auc|bpsn|bnsp)\b/g, (name) => {
    return name.toUpperCase();
  });
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The same within a sentence; abbreviations keep their capitals. */
export function metricInSentence(metric: string): string {
  const title = metricTitle(metric);
  return /^[A-Z]{2}/.test(title) ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

/** What an audit id is about: `group/gender` reads "gender", `swap/gender` "Swaps of gender". */
export function familyTitle(id: AuditId): string {
  const at = id.indexOf('/');
  const name = id.slice(at + 1);
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  switch (kindOf(id)) {
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
    default:
      return capital;
  }
}

/** `group`, `swap`, … */
export function kindOf(id: AuditId): string {
  return id.slice(0, id.indexOf('/'));
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
  return kindOf(id) === 'template' ? variantParts(variant).axis : null;
}

/** `Templates: general, about gender`: suites of templates by what they are about. */
export function titleWithAxis(check: Pick<AuditCheck, 'id' | 'variant'>): string {
  const axis = templateAxis(check);
  const title = familyTitle(check.id);
  return axis === null ? title : `${title}, about ${axis}`;
}

/** `.110 to .250`; empty where no interval is known. */
export function intervalWords({ low, high }: Pick<AuditCheck, 'low' | 'high'>): string {
  return low === null || high === null ? '' : `${formatMetric(low)} to ${formatMetric(high)}`;
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

/** A number as somebody would type it: `.05`. */
export function plainNumber(value: number): string {
  return String(value)
    .replace(/^-/, '−')
    .replace(/^(−?)0\./, '$1.');
}
