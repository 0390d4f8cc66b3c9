import type { AuditOptions } from '../../audit/auditOptions';
import type { Withheld } from '../../audit/counterfactuals/versionsSubject';
import { auditFunctional } from '../../audit/functional/auditFunctional';
import type { FunctionalSuite } from '../../audit/functional/functionalSuite';
import { auditGroups } from '../../audit/groups/auditGroups';
import { gateOf } from '../../audit/groups/gate';
import { dependenceCaveats } from '../../audit/groups/dependenceCaveats';
import { dependentRows, type DependentRows } from '../../audit/groups/dependentRows';
import { Pace } from '../../audit/statistics/pace';
import { predictions } from '../../audit/groups/labelRows';
import type { GroupColumn, ScoredRows } from '../../audit/scoredRows';
import type { MeasuredCheck } from '../../audit/statistics/judge';
import { auditSwaps } from '../../audit/swaps/auditSwaps';
import { swapItems, type SwapItems } from '../../audit/swaps/swapItems';
import { auditTemplates } from '../../audit/templates/auditTemplates';
import { templateItems, type TemplateItems } from '../../audit/templates/templateItems';
import type { TemplateSuite } from '../../audit/templates/templateSuite';
import type { SwapAxisName } from '../../data/swap/swapAxis';
import type { AuditCoverage } from '../../protocol/audit';
import type { Predictor } from './predictor';

/** Rows without what a model makes of them. */
export type RowsToScore = Omit<ScoredRows, 'probabilities' | 'labels'>;

/** What a classifier is asked: nothing here depends on the model, so that two are asked the same. */
export interface ClassifierItems {
  readonly rows: RowsToScore | null;
  readonly groups: readonly GroupColumn[];
  /** The label that groups are compared for; null: the second of two, else each against the rest. */
  readonly positive: string | null;
  /** Along the axes that some row names somebody of. */
  readonly swaps: readonly SwapItems[];
  readonly templates: readonly TemplateItems[];
  readonly functional: readonly FunctionalSuite[];
  readonly coverage: readonly AuditCoverage[];
  /** Every text, each once. */
  readonly texts: readonly string[];
}

export interface ItemsRequest {
  readonly rows: RowsToScore | null;
  readonly groups: readonly GroupColumn[];
  readonly templates: readonly TemplateSuite[];
  readonly functional: readonly FunctionalSuite[];
  readonly positive: string | null;
  /** Along which rows are swapped. */
  readonly axes: readonly SwapAxisName[];
  readonly seed: number;
}

export function classifierItems(request: ItemsRequest): ClassifierItems {
  const { rows, groups, functional, positive, axes, seed } = request;
  const all = rows === null ? [] : axes.map((axis) => swapItems(rows, axis, { seed }));
  const swaps = all.filter(({ versions }) => versions.length > 0);
  const templates = request.templates.map(templateItems);
  const texts = new Set(rows?.texts);
  for (const { texts: own } of [...swaps, ...templates, ...functional])
    for (const text of own) texts.add(text);
  return {
    ...{ rows, groups, positive, swaps, templates, functional, texts: [...texts] },
    coverage: [...all, ...templates, ...functional].map(({ coverage }) => coverage),
  };
}

/** What a classifier answers, measured but not judged yet. */
export interface ClassifierAudit {
  readonly checks: readonly MeasuredCheck[];
  readonly coverage: readonly AuditCoverage[];
  readonly caveats: readonly string[];
  readonly scored: ScoredRows | null;
}

/** How rows are decided where a model has thresholds by group: probabilities [rows, labels] become others. */
export type Decide = (probabilities: Float32Array) => Float32Array;

/**
 * @param predictor has answered all of `items.texts`, else it is asked now
 * @param decide for the comparison of groups; versions of a row about somebody else have no column that says so
 */
export async function auditClassifier(
  predictor: Predictor,
  items: ClassifierItems,
  { decide, ...options }: AuditOptions & { readonly decide: Decide },
): Promise<ClassifierAudit> {
  const { labels } = predictor;
  const scored = items.rows === null ? null : await scoreRows(predictor, items.rows);
  const dependent =
    scored === null ? null : await dependentRows(scored, new Pace({ signal: options.signal }));
  const gate =
    scored === null || dependent === null ? null : gateOf(scored, predictions(scored), dependent);
  const parts = partsOf({ predictor, items, scored, dependent, gate, labels, decide });
  const checks: MeasuredCheck[] = [];
  const coverage: AuditCoverage[] = [];
  // note: the comparison of groups says it itself.
  const caveats =
    dependent === null || items.swaps.length === 0 || items.groups.length > 0
      ? []
      : dependenceCaveats(dependent, scored?.texts.length ?? 0);
  for (const [done, part] of parts.entries()) {
    const onProgress = (share: number): void => options.onProgress?.((done + share) / parts.length);
    const found = await part({ ...options, onProgress });
    checks.push(...found.checks);
    coverage.push(...(found.coverage ?? []));
    caveats.push(...(found.caveats ?? []));
    options.signal?.throwIfAborted();
  }
  // note: groups are judged by what is decided, all else by what the model answers by itself.
  const isElseAsked = parts.length > Number(items.groups.length > 0);
  if (gate !== null && isElseAsked && !caveats.includes(gate.reason))
    caveats.push(
      items.groups.length > 0 ? `Swaps, templates and suites: ${gate.reason}` : gate.reason,
    );
  return { checks, coverage: [...coverage, ...items.coverage], caveats, scored };
}

export async function scoreRows(predictor: Predictor, rows: RowsToScore): Promise<ScoredRows> {
  const probabilities = await predictor.predict(rows.texts);
  return { ...rows, probabilities, labels: predictor.labels };
}

export function decided(scored: ScoredRows, decide: Decide): ScoredRows {
  return { ...scored, probabilities: decide(scored.probabilities) };
}

interface Scope {
  readonly predictor: Predictor;
  readonly items: ClassifierItems;
  readonly scored: ScoredRows | null;
  readonly dependent: DependentRows | null;
  readonly gate: Withheld;
  readonly labels: readonly string[];
  readonly decide: Decide;
}

type Part = (options: AuditOptions) => Promise<{
  readonly checks: readonly MeasuredCheck[];
  readonly coverage?: readonly AuditCoverage[];
  readonly caveats?: readonly string[];
}>;

/** The families of checks, one after the other. */
function partsOf({ predictor, items, scored, dependent, gate, labels, decide }: Scope): Part[] {
  const groups: Part[] =
    scored === null || items.groups.length === 0
      ? []
      : [
          async (options) => {
            const found = await auditGroups(decided(scored, decide), items.groups, {
              ...options,
              positive: items.positive,
            });
            return {
              ...found,
              caveats: [...found.caveats, ...(found.gate === null ? [] : [found.gate.reason])],
            };
          },
        ];
  const swaps =
    scored === null || dependent === null
      ? []
      : items.swaps.map((own): Part => async (options) => {
          const answers = await predictor.predict(own.texts);
          return {
            checks: await auditSwaps(scored, own, answers, { ...options, gate, dependent }),
          };
        });
  const templates = items.templates.map((own): Part => async (options) => {
    const answers = await predictor.predict(own.texts);
    return { checks: await auditTemplates(own, answers, { ...options, labels, gate }) };
  });
  const functional = items.functional.map((own): Part => async (options) => {
    const answers = await predictor.predict(own.texts);
    return { checks: await auditFunctional(own, answers, { ...options, labels, gate }) };
  });
  return [...groups, ...swaps, ...templates, ...functional];
}
