import { swapAxes } from '../../data/swap/swapAxes';
import { UserError } from '../../protocol/errors';
import type { AuditOptions } from '../auditOptions';
import { auditVersions } from '../counterfactuals/auditVersions';
import type { ScoredVersions } from '../counterfactuals/versions';
import type { Withheld } from '../counterfactuals/versionsSubject';
import type { MeasuredCheck } from '../statistics/judge';
import type { TemplateAxis, TemplateItems } from './templateItems';
import type { TemplateSuite } from './templateSuite';

/**
 * Whether a classifier says the same of a sentence whoever it is about: flips, changes and their direction for every axis, by
 * template; and, where templates have labels, whether it is right as often.
 * @param probabilities [items.texts, labels]
 * @throws UserError for a label of the user's own suite that the model does not have
 */
export async function auditTemplates(
  items: TemplateItems,
  probabilities: Float32Array,
  {
    labels,
    gate,
    ...options
  }: AuditOptions & { readonly labels: readonly string[]; readonly gate: Withheld },
): Promise<MeasuredCheck[]> {
  const all = templateVersions(items, probabilities, labels);
  const checks: MeasuredCheck[] = [];
  for (const [done, { prefix, versions }] of all.entries()) {
    const onProgress = (share: number): void => options.onProgress?.((done + share) / all.length);
    checks.push(
      ...(await auditVersions(
        versions,
        { id: items.suite.id, prefix, items: 'templates', gate },
        { ...options, onProgress },
      )),
    );
  }
  return checks;
}

/** The versions of every axis with what a classifier makes of them; `prefix` begins the variants of its checks. */
export function templateVersions(
  { suite, axes }: TemplateItems,
  probabilities: Float32Array,
  labels: readonly string[],
): { readonly prefix: string; readonly versions: ScoredVersions }[] {
  const gold = goldOf(suite, labels);
  let from = 0;
  return axes.map((each) => {
    const to = from + each.versions.length;
    const scored = probabilities.subarray(from * labels.length, to * labels.length);
    from = to;
    const versions = versionsOf(suite, each, { probabilities: scored, labels, gold });
    return { prefix: `${each.axis}:`, versions };
  });
}

/** By template: the position of its label, -1 for none. Templates that ship may have labels for another kind of model. */
function goldOf(suite: TemplateSuite, labels: readonly string[]): Int32Array {
  const positions = new Map(labels.map((label, at) => [label.toLowerCase(), at]));
  return Int32Array.from(suite.templates, ({ label, line }) => {
    if (label === null) return -1;
    const at = positions.get(label.toLowerCase());
    if (at !== undefined) return at;
    if (suite.source.kind === 'built-in') return -1;
    throw new UserError(`The model has no label "${label.slice(0, 80)}".`, {
      place: { file: suite.path, line },
      next: `It has ${labels
        .map((each) => `"${each}"`)
        .join(', ')
        .slice(0, 300)}. Use one of them or leave the label out.`,
    });
  });
}

function versionsOf(
  suite: TemplateSuite,
  { axis, versions }: TemplateAxis,
  scored: {
    readonly probabilities: Float32Array;
    readonly labels: readonly string[];
    readonly gold: Int32Array;
  },
): ScoredVersions {
  const units = new Map<string, number>();
  const items = new Map<number, number>();
  const itemOf: number[] = [];
  const members: number[][] = [];
  const unitOf = versions.map(({ template, fill }, version) => {
    const item = items.get(template) ?? items.size;
    items.set(template, item);
    const key = `${template} ${fill}`;
    const unit = units.get(key) ?? units.size;
    units.set(key, unit);
    itemOf[unit] = item;
    members[unit] = [...(members[unit] ?? []), version];
    return unit;
  });
  const pairs = members.flatMap((unit) =>
    unit.flatMap((first, at) => unit.slice(at + 1).flatMap((second) => [first, second])),
  );
  return {
    groups: swapAxes[axis].groups,
    groupOf: Int32Array.from(versions, ({ group }) => group),
    ...{ unitOf: Int32Array.from(unitOf), itemOf: Int32Array.from(itemOf) },
    dependence: null,
    ...{ itemCount: items.size, pairs: Int32Array.from(pairs) },
    ...{ probabilities: scored.probabilities, labels: scored.labels },
    goldOf: (version) => scored.gold[versions[version]?.template ?? -1] ?? -1,
    shown: {
      placeOf(version) {
        const { template = 0, text = '' } = versions[version] ?? {};
        const { row = 0, line = 0, label = null } = suite.templates[template] ?? {};
        return { path: suite.path, row, line, text, ...(label === null ? {} : { gold: label }) };
      },
      marks(first, second) {
        const [before, after] = [versions[first], versions[second]];
        const differs = (before?.spans ?? []).map((span, at) => {
          const other = after?.spans[at] ?? { start: 0, end: 0 };
          return (
            before?.text.slice(span.start, span.end) !== after?.text.slice(other.start, other.end)
          );
        });
        return {
          before: (before?.spans ?? []).filter((_, at) => differs[at]),
          after: (after?.spans ?? []).filter((_, at) => differs[at]),
        };
      },
    },
  };
}
