import type { AuditCheck } from '../../protocol/audit';
import { plainNumber } from '../../protocol/formatNumber';
import { variantParts } from '../../protocol/variantPhrase';

/** What a figure says for readers who do not know its name; null where its name says as much. */
export function plainWords(check: AuditCheck, checks: readonly AuditCheck[]): string | null {
  switch (check.metric) {
    case 'demographic-parity-difference':
      return parityWords(check, checks);
    case 'flip-rate':
      return check.value === null
        ? null
        : `the answer changes for ${percent(check.value)} of the texts`;
    case 'label-share-difference':
      return labelWords(check);
    default:
      return null;
  }
}

/** `"yes" is predicted for 75.6 % of male and 35.9 % of female`: the groups that the largest difference lies between. */
function parityWords({ id, variant }: AuditCheck, checks: readonly AuditCheck[]): string | null {
  const label = variantParts(variant).name;
  const rates = checks
    .filter((each) => each.id === id && each.metric === 'selection-rate')
    .filter((each) => each.group !== null && variantParts(each.variant).name === label)
    .flatMap(({ group, value, n }) => (value === null ? [] : [{ group, value, n }]))
    .filter(({ n }) => n >= fewestOf(variant))
    .sort((a, b) => b.value - a.value);
  const [most, least] = [rates[0], rates.at(-1)];
  if (label === null || most === undefined || least === undefined || most === least) return null;
  return `"${label}" is predicted for ${percent(most.value)} of ${most.group ?? ''} and ${percent(least.value)} of ${least.group ?? ''}`;
}

/** Smaller groups are left out of the difference. */
function fewestOf(variant: string): number {
  return Number(/\/groups-of-(\d+)/.exec(variant)?.[1] ?? 0);
}

/** `female have "positive" less often than male` */
function labelWords({ value, group, reference, variant }: AuditCheck): string | null {
  if (value === null || group === null) return null;
  const often = value < 0 ? 'less' : 'more';
  const than = reference === null ? '' : ` than ${reference}`;
  return `rows about ${group} have "${variantParts(variant).name ?? ''}" ${often} often${than}`;
}

/** `47.3 %`, `0 %`; what is neither all nor nothing never reads as either. */
export function percent(share: number): string {
  const percentage = Number((share * 100).toFixed(1));
  if (percentage === 0 && share > 0) return 'under .1 %';
  if (percentage === 100 && share < 1) return 'over 99.9 %';
  return `${plainNumber(percentage)} %`;
}
