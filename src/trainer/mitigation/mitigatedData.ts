import { groupColumns } from '../../data/groups/rowGroups';
import type { Datasets } from '../../data/loadDatasets';
import type { KeptColumn } from '../../data/loadExamples';
import { UserError } from '../../protocol/errors';
import type { ThresholdsConfig } from '../../protocol/mitigationConfig';
import type { Split } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';
import { augmentRows } from './augmentRows';
import { describeFewRows, groupCells } from './groupDro';
import { describeSmallGroups, refuseOwnColumn, requireMixedLabels } from './groupFaults';
import { requireThresholdRows } from './groupThresholds';
import { listed } from './listed';
import { pairRows } from './pairRows';
import { followDisparities, type FollowedDisparities } from './disparities';
import { describeReweighing } from './reweighing';
import { describeGroups, trainingGroups, type TrainingGroups } from './trainingGroups';

/** The data of a run as its mitigation makes them. */
export interface MitigatedData {
  /** With swapped training rows, where they were asked for. */
  readonly datasets: Datasets;
  /** Whom the rows are about; null where the config does not say. */
  readonly groups: TrainingGroups | null;
  /** Each training row's swap for logit pairing, null for a row that has none; null without pairing. */
  readonly pairs: readonly (string | null)[] | null;
  /** What evaluations compare; null where the config does not ask. */
  readonly followed: FollowedDisparities | null;
  /** Sentences for the log. */
  readonly notes: readonly string[];
}

/** The columns that mitigation reads beside text and label. */
export function columnsToKeep({ mitigation, evaluation }: RunConfig): KeptColumn[] {
  const training = groupColumns(mitigation?.groups ?? null, 'mitigation.groups');
  const followed = (evaluation.audit?.groups ?? []).flatMap((source) =>
    groupColumns(source, 'evaluation.audit.groups'),
  );
  // Thresholds are chosen on the validation rows.
  const splits: readonly Split[] = mitigation?.thresholds ? ['train', 'validation'] : ['train'];
  return [
    ...training.map((column) => ({ ...column, splits })),
    ...followed.map((column) => ({ ...column, splits: ['validation'] as const })),
  ];
}

/**
 * Swaps rows and tells groups as the config says; without mitigation the data stay as they are.
 * @param isWanted told the share done; false ends the work
 * @returns null when the work was not wanted any more
 * @throws UserError for thresholds with more than two labels or too few validation rows, for groups that are the labels or cannot be compared, in
 * training or at evaluations, and for axes that no row mentions
 */
export async function mitigateData(
  { mitigation, evaluation, training }: RunConfig,
  given: Datasets,
  isWanted: (shareDone: number) => boolean,
): Promise<MitigatedData | null> {
  const { counterfactual = null, logitPairing = null, groups: source = null } = mitigation ?? {};
  const audit = evaluation.audit ?? null;
  const { fields, train: rows } = given;
  const followedKey = { file: rows.path, key: 'evaluation.audit.groups' };
  if (source !== null)
    refuseOwnColumn(source, fields, { file: rows.path, key: 'mitigation.groups' });
  for (const each of audit?.groups ?? []) refuseOwnColumn(each, fields, followedKey);
  requireTwoLabels(mitigation?.thresholds ?? null, given);
  if (mitigation?.thresholds && source !== null && given.validation !== null)
    requireThresholdRows(source, given.validation);
  const request = { seed: training.seed, isWanted };
  const augmented = counterfactual && (await augmentRows(given, counterfactual, request));
  if (counterfactual !== null && augmented === null) return null;
  const datasets = augmented?.datasets ?? given;
  const groups = source === null ? null : trainingGroups(source, datasets, given);
  if (groups !== null) requireMixed(mitigation, groups, datasets);
  const paired = logitPairing && (await pairRows(datasets.train, logitPairing, request));
  if (logitPairing !== null && paired === null) return null;
  const followed =
    audit && given.validation && (await followDisparities(audit, given.validation, given.labels));
  const notes = [
    ...(augmented === null ? [] : [augmented.note]),
    ...(paired === null ? [] : [paired.note]),
    ...(groups === null ? [] : [describeGroups(groups.train)]),
    ...(groups !== null && (mitigation?.reweighing === true || mitigation?.adversarial)
      ? describeSmallGroups(groups.train)
      : []),
    ...(groups !== null && mitigation?.reweighing === true
      ? describeReweighing(groups.train, datasets.train.labelIds, datasets.labels)
      : []),
    ...(groups !== null && mitigation?.groupDro
      ? describeFewRows(groupCells(groups.train, ofLabels(datasets), mitigation.groupDro.over))
      : []),
    ...(followed?.notes ?? []),
  ];
  return { datasets, groups, pairs: paired?.pairs ?? null, followed, notes };
}

function requireMixed(
  mitigation: RunConfig['mitigation'],
  { train: groups }: TrainingGroups,
  { train }: Datasets,
): void {
  const { reweighing = false, adversarial = null } = mitigation ?? {};
  const file = train.path;
  if (reweighing) requireMixedLabels(groups, train.labelIds, { file, part: 'reweighing' });
  if (adversarial !== null)
    requireMixedLabels(groups, train.labelIds, { file, part: 'adversarial' });
}

function ofLabels({ train, labels }: Datasets): Parameters<typeof groupCells>[1] {
  return { labels: train.labelIds, labelNames: labels };
}

function requireTwoLabels(thresholds: ThresholdsConfig | null, { labels, train }: Datasets): void {
  if (thresholds === null || labels.length === 2) return;
  throw new UserError(
    `"mitigation.thresholds" is for two labels, and these rows have ${labels.length}: ${listed(labels)}.`,
    {
      place: { file: train.path },
      key: 'mitigation.thresholds',
      next: 'Remove it; reweighing, group DRO and the other parts of "mitigation" take any number of labels.',
    },
  );
}
