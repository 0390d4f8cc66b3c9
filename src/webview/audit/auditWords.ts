import type { AuditChange, AuditCheck, AuditId, Verdict } from '../../protocol/audit';
import { formatMetric, formatPValue } from '../../protocol/formatNumber';

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

export const changeWords: Readonly<Record<AuditChange['verdict'], string>> = {
  worse: 'worse',
  better: 'better',
  'no-change-found': 'no change found',
  'not-enough-data': 'not enough data',
};

/** `true-positive-rate-difference` reads "True positive rate difference". */
export function metricTitle(metric: string): string {
  const words = metric.replaceAll('-', ' ').replace(/\b(auc|bpsn|bnsp)\b/g, (name) => {
    return name.toUpperCase();
  });
  return words.charAt(0).toUpperCase() + words.slice(1);
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
  return /(?:one-against-rest|label|word):([^/]+)/.exec(variant)?.[1] ?? '';
}

/** What tells variants of one subject apart: `max-min`, `mean`. */
export function variantKind(variant: string): string {
  if (variantSubject(variant) === '') return variant;
  const [, ...rest] = variant.split('/');
  return rest.join('/');
}

/** The axis of a suite of templates that a variant is about: `gender:label` reads "gender"; null for none. */
export function templateAxis({ id, variant }: Pick<AuditCheck, 'id' | 'variant'>): string | null {
  return kindOf(id) === 'template' ? (/^([a-z-]+):/.exec(variant)?.[1] ?? null) : null;
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

/** A number as somebody would type it: `.05`. */
export function plainNumber(value: number): string {
  return String(value)
    .replace(/^-/, '−')
    .replace(/^(−?)0\./, '$1.');
}
