import type { AuditReport } from '../../protocol/audit';
import type { Remedy } from '../../protocol/auditPage';
import { axisOf, sourceOf } from '../../protocol/comparedGroups';
import { groupSourceName } from '../../protocol/mitigationConfig';
import type {
  CounterfactualAxis,
  GroupSource,
  ThresholdsConfig,
} from '../../protocol/mitigationConfig';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { fitMixesOf, mixNotes, mixRemedy, unfitMixes } from './mixRemedies';
import type { UnfitMix } from './mixRemedies';
import { fitToRows, thresholdsProblem } from './trainingRows';
import type { TrainingRows } from './trainingRows';

/** What a disparity was found for: columns or axes of groups, and axes along which texts can be swapped. */
export interface Finding {
  readonly sources: readonly GroupSource[];
  readonly axes: readonly CounterfactualAxis[];
  /** Columns whose groups have other shares of a dataset's rows than they should. */
  readonly mixes: readonly UnfitMix[];
  readonly notes: readonly string[];
  /** Columns whose groups have the shares of a dataset's rows that were stated for them. */
  readonly fitMixes: readonly string[];
  /** Names of sources whose groups differ in errors alone, not in how often they get the label; lower case. */
  readonly withUnequalErrors: readonly string[];
}

/** Where a mitigation can be written: into the copy of a run config, or into a recipe for the training file. */
export interface Places {
  readonly hasConfig: boolean;
  readonly hasRecipe: boolean;
}

/** Remedies that can be written, and what to know about those that cannot. */
export interface RemedyPlan {
  readonly remedies: readonly PlannedRemedy[];
  readonly notes: readonly string[];
}

/** A remedy with what it writes. */
export interface PlannedRemedy extends Remedy {
  /** What must not be lost sight of once the page is closed: a second comment. */
  readonly caveat?: string;
  readonly plan:
    | { readonly type: 'config'; readonly mitigation: Readonly<Record<string, unknown>> }
    | { readonly type: 'recipe'; readonly step: Readonly<Record<string, unknown>> };
}

/** More columns than this would make the list a catalogue. */
const mostSources = 2;

/** What the disparities of a report are about. */
export function findingOf({ checks }: Pick<AuditReport, 'checks'>): Finding {
  const sources = new Map<string, GroupSource>();
  const axes = new Set<CounterfactualAxis>();
  const withUnequalShares = new Set<string>();
  for (const { id, verdict, variant, metric } of checks) {
    if (verdict !== 'disparity') continue;
    // note: how often a dataset names a group, or with which words, is nothing that a loss can make up for.
    if (id.startsWith('dataset/') && metric !== 'label-share-difference') continue;
    const source = sourceOf(id, variant);
    if (source !== null) {
      const name = groupSourceName(source);
      sources.set(name, source);
      if (isOfShares(metric)) withUnequalShares.add(name);
    }
    const axis = axisOf(id, variant);
    if (axis !== null) axes.add(axis);
  }
  return {
    ...{ sources: [...sources.values()].slice(0, mostSources), axes: [...axes] },
    ...{ mixes: unfitMixes(checks), fitMixes: fitMixesOf(checks), notes: mixNotes(checks) },
    withUnequalErrors: [...sources.keys()]
      .filter((name) => !withUnequalShares.has(name))
      .map((name) => name.toLowerCase()),
  };
}

/** Figures of how often groups get a label, whether it is the right one or not. */
function isOfShares(metric: string): boolean {
  return /^(selection-rate|disparate-impact|demographic-parity|label-share)/.test(metric);
}

/**
 * The mitigations that fit a finding, the cheapest first.
 * @param rows null where the training rows are unknown
 */
export function planRemedies(
  given: Finding,
  places: Places,
  rows: TrainingRows | null,
): RemedyPlan {
  const { finding, notes } = fitToRows(given, rows);
  const problems = finding.sources.map((source) => thresholdsProblem(source, rows));
  const withThresholds = finding.sources.filter((_, at) => problems[at] === null);
  const about = places.hasConfig ? problems.filter((each) => each !== null) : [];
  return {
    remedies: remediesFor(finding, places, withThresholds),
    notes: [...new Set([...finding.notes, ...notes, ...about])],
  };
}

function remediesFor(
  { sources, axes, mixes, fitMixes, withUnequalErrors }: Finding,
  places: Places,
  withThresholds: readonly GroupSource[],
): PlannedRemedy[] {
  const ofGroups = [
    ...sources.flatMap((groups) => groupRemedies(groups, { mixes, fitMixes })),
    ...withThresholds.map((source) =>
      thresholds(
        source,
        withUnequalErrors.includes(groupSourceName(source).toLowerCase())
          ? 'equalized-odds'
          : 'demographic-parity',
      ),
    ),
  ];
  const ofSwaps = axes.length === 0 ? [] : swapRemedies(axes);
  const inConfig = [...ofGroups, ...ofSwaps].filter(({ plan }) => plan.type === 'config');
  const mixed = mixes.filter(({ column }) => !sources.includes(column)).map(mixRemedy);
  const inRecipe = [...ofSwaps, ...ofGroups, ...mixed].filter(({ plan }) => plan.type === 'recipe');
  return [...(places.hasConfig ? inConfig : []), ...(places.hasRecipe ? inRecipe : [])];
}

const writeConfig = 'Write a config…';
const writeRecipe = 'Write a recipe…';

function groupRemedies(
  groups: GroupSource,
  { mixes, fitMixes }: Pick<Finding, 'mixes' | 'fitMixes'>,
): PlannedRemedy[] {
  const name = groupSourceName(groups);
  const config = (
    id: string,
    title: string,
    words: string,
    mitigation: Readonly<Record<string, unknown>>,
  ): PlannedRemedy => ({
    ...{ id: `${id}/${name}`, title, words, action: writeConfig },
    plan: { type: 'config', mitigation: { groups, ...mitigation } },
  });
  return [
    config(
      'reweighing',
      `Reweigh the training rows by ${name} and label`,
      'Makes label and group independent in the loss. No extra time, usually little accuracy; helps where the data pair some label with some group.',
      { reweighing: true, groupDro: null },
    ),
    config(
      'group-dro',
      `Train for the groups of ${name} that do worst`,
      'Group DRO: weighs up the group with the largest loss at every step. About a third more time; wants early stopping.',
      { groupDro: { over: 'group-and-label' }, reweighing: false },
    ),
    config(
      'adversarial',
      `Hide ${name} from the classification head`,
      'Adversarial debiasing. Little extra time; expect to pay accuracy where group and label go together.',
      { adversarial: {} },
    ),
    // note: equal shares would undo those that were stated.
    ...(typeof groups === 'string' && !fitMixes.includes(groups)
      ? [
          mixRemedy(
            mixes.find(({ column }) => column === groups) ?? { column: groups, shares: null },
          ),
        ]
      : []),
  ];
}

const evened: Readonly<Record<ThresholdsConfig['constraint'], string>> = {
  'demographic-parity': 'so that groups get the second label equally often',
  'equalized-odds': 'so that groups have the same rates of errors',
};

function thresholds(
  groups: GroupSource,
  constraint: ThresholdsConfig['constraint'],
): PlannedRemedy {
  const name = groupSourceName(groups);
  return {
    id: `thresholds/${name}`,
    title: `Decide by a threshold of its own for each group of ${name}`,
    words: `Chosen on the validation rows after training, ${evened[constraint]}; no extra time, some accuracy. Predict, evaluate and audit decide by them where the rows have the column (finetune evaluate: where --groups names it); other programs do not. Treating people differently by group is unlawful in many places and uses: take legal advice.`,
    caveat: thresholdsCaveat,
    action: writeConfig,
    plan: {
      type: 'config',
      mitigation: { groups, thresholds: { constraint } },
    },
  };
}

function swapRemedies(axes: readonly CounterfactualAxis[]): PlannedRemedy[] {
  const name = axes.join(', ');
  return [
    {
      id: 'counterfactual',
      title: `Train on the same rows about others too (${name})`,
      words:
        'Counterfactual data augmentation. Up to twice the rows and so the time; usually no accuracy. English words only.',
      action: writeConfig,
      plan: { type: 'config', mitigation: { counterfactual: { axes, sides: 2 } } },
    },
    {
      id: 'logit-pairing',
      title: `Ask for the same answer whoever a row is about (${name})`,
      words: 'Counterfactual logit pairing. Twice the time and memory; may cost some accuracy.',
      action: writeConfig,
      plan: { type: 'config', mitigation: { logitPairing: { axes, weight: 1 } } },
    },
    {
      id: 'counterfactual-rows',
      title: `Write the swapped rows into a new data file (${name})`,
      words: 'The same augmentation as rows that can be looked at and corrected before training.',
      action: writeRecipe,
      plan: { type: 'recipe', step: { type: 'counterfactual', axes, sides: 2 } },
    },
  ];
}
