import type { AuditOptions } from '../../audit/auditOptions';
import { groupChanges } from '../../audit/changes/groupChanges';
import type { MeasuredChange } from '../../audit/changes/judgeChanges';
import { dependentRows, type DependentRows } from '../../audit/groups/dependentRows';
import { pairedChange } from '../../audit/changes/pairedChange';
import { versionChanges } from '../../audit/changes/versionChanges';
import type { FunctionalSuite } from '../../audit/functional/functionalSuite';
import { outcomesOf } from '../../audit/functional/outcomes';
import type { ScoredRows } from '../../audit/scoredRows';
import { Pace } from '../../audit/statistics/pace';
import { swapVersions } from '../../audit/swaps/auditSwaps';
import { templateVersions } from '../../audit/templates/auditTemplates';
import {
  decided,
  scoreRows,
  type ClassifierItems,
  type Decide,
  type RowsToScore,
} from './auditClassifier';
import type { Predictor } from './predictor';

interface Models {
  readonly before: Predictor;
  readonly after: Predictor;
}

type Part = (options: AuditOptions) => Promise<readonly MeasuredChange[]>;

/** What changed from one classifier to another on the same items. Both know the same labels in the same order. */
export async function compareClassifiers(
  models: Models,
  items: ClassifierItems,
  {
    decide,
    ...options
  }: AuditOptions & { readonly decide: { readonly before: Decide; readonly after: Decide } },
): Promise<MeasuredChange[]> {
  const { rows } = items;
  const scored = rows === null ? null : await scoreBoth(models, rows, options);
  const parts = [
    ...(scored === null ? [] : rowParts(scored, models, items, decide)),
    ...templateParts(models, items),
    ...items.functional.map(
      (suite): Part =>
        (given) =>
          functionalChanges(models, suite, given),
    ),
  ];
  const changes: MeasuredChange[] = [];
  for (const [done, part] of parts.entries()) {
    options.signal?.throwIfAborted();
    const onProgress = (share: number): void => options.onProgress?.((done + share) / parts.length);
    changes.push(...(await part({ ...options, onProgress })));
  }
  return changes;
}

interface RowsOfBoth {
  readonly before: ScoredRows;
  readonly after: ScoredRows;
  /** The same for both: it is a matter of the rows. */
  readonly dependent: DependentRows;
}

async function scoreBoth(
  models: Models,
  rows: RowsToScore,
  { signal }: Pick<AuditOptions, 'signal'>,
): Promise<RowsOfBoth> {
  const before = await scoreRows(models.before, rows);
  const after = await scoreRows(models.after, rows);
  return { before, after, dependent: await dependentRows(after, new Pace({ signal })) };
}

function rowParts(
  { before, after, dependent }: RowsOfBoth,
  models: Models,
  { groups, swaps, positive }: ClassifierItems,
  decide: { readonly before: Decide; readonly after: Decide },
): Part[] {
  const byGroup: Part[] =
    groups.length === 0
      ? []
      : [
          (options) =>
            groupChanges(decided(before, decide.before), decided(after, decide.after), groups, {
              ...options,
              positive,
            }),
        ];
  const bySwap = swaps.map((own): Part => async (options) => {
    const [old, young] = await answers(models, own.texts);
    return versionChanges(
      swapVersions(before, own, { swapped: old, dependent }),
      swapVersions(after, own, { swapped: young, dependent }),
      { id: own.id, prefix: '' },
      options,
    );
  });
  return [...byGroup, ...bySwap];
}

function templateParts(models: Models, { templates }: ClassifierItems): Part[] {
  return templates.map((own): Part => async (options) => {
    const { labels } = models.after;
    const [old, young] = await answers(models, own.texts);
    const before = templateVersions(own, old, labels);
    const after = templateVersions(own, young, labels);
    const changes: MeasuredChange[] = [];
    for (const [axis, { prefix, versions }] of after.entries()) {
      const earlier = before[axis]?.versions;
      if (earlier === undefined) continue;
      const subject = { id: own.suite.id, prefix };
      changes.push(...(await versionChanges(earlier, versions, subject, options)));
    }
    return changes;
  });
}

/** How often cases went wrong, over all and for each group. */
async function functionalChanges(
  models: Models,
  suite: FunctionalSuite,
  options: AuditOptions,
): Promise<MeasuredChange[]> {
  const { labels } = models.after;
  const [old, young] = await answers(models, suite.texts);
  const [before, after] = [old, young].map((each) => outcomesOf(suite, each, labels).isRight);
  const named = new Set(suite.cases.flatMap(({ group }) => (group === null ? [] : [group])));
  const pace = new Pace({ signal: options.signal });
  const { clusterOf } = await dependentRows(suite, pace);
  const changes: MeasuredChange[] = [];
  for (const group of [null, ...named]) {
    const cases = [...suite.cases.keys()].filter(
      (at) => group === null || suite.cases[at]?.group === group,
    );
    const wrong = (isRight: Uint8Array | undefined): Float64Array =>
      Float64Array.from(cases, (at) => 1 - (isRight?.[at] ?? 0));
    changes.push(
      await pairedChange(
        {
          ...{ id: suite.id, variant: 'all-functionalities', metric: 'failure-rate', group },
          ...{ before: wrong(before), after: wrong(after), kind: 'outcome' },
          clusters: clusterOf && Int32Array.from(cases, (at) => clusterOf[at] ?? at),
        },
        options,
      ),
    );
  }
  return changes;
}

async function answers(
  { before, after }: Models,
  texts: readonly string[],
): Promise<readonly [Float32Array, Float32Array]> {
  return [await before.predict(texts), await after.predict(texts)];
}
