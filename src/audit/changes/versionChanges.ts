import type { AuditId } from '../../protocol/audit';
import type { AuditOptions } from '../auditOptions';
import { changeOf, itemMeans, predictedLabel } from '../counterfactuals/versions';
import type { ScoredVersions } from '../counterfactuals/versions';
import type { MeasuredChange } from './judgeChanges';
import { pairedChange } from './pairedChange';

/**
 * Whether a model treats the same texts about different people more unlike than another did: how often its label flips, and how far its
 * probabilities move.
 * @param before, after the same versions under either model
 */
export async function versionChanges(
  before: ScoredVersions,
  after: ScoredVersions,
  { id, prefix }: { readonly id: AuditId; readonly prefix: string },
  options: AuditOptions,
): Promise<MeasuredChange[]> {
  const flips =
    (versions: ScoredVersions) =>
    (first: number, second: number): number =>
      predictedLabel(versions, first) === predictedLabel(versions, second) ? 0 : 1;
  const moves =
    (versions: ScoredVersions) =>
    (first: number, second: number): number =>
      changeOf(versions, first, second);
  const paired = (figure: typeof flips) => {
    const [old, young] = [itemMeans(before, figure(before)), itemMeans(after, figure(after))];
    // Items without a pair have no figure under either model.
    const has = (_: number, item: number): boolean => !Number.isNaN(old[item] ?? NaN);
    return {
      ...{ before: old.filter(has), after: young.filter(has) },
      clusters: after.dependence?.clusterOf.filter(has) ?? null,
    };
  };
  const base = { id, group: null };
  return [
    await pairedChange(
      { ...base, variant: `${prefix}label`, metric: 'flip-rate', ...paired(flips), kind: 'amount' },
      options,
    ),
    await pairedChange(
      {
        ...{ ...base, variant: `${prefix}total-variation`, metric: 'mean-absolute-change' },
        ...{ ...paired(moves), kind: 'amount' },
      },
      options,
    ),
  ];
}
