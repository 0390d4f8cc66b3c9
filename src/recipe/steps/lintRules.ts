import { catalogue } from '../../data/lint/catalogue';
import type { Fix } from '../../data/lint/fix';
import { gatherLater } from '../../data/lint/laterFindings';
import { ReadRow, type RowReading } from '../../data/lint/lintedRow';
import type { LintContext, RuleFinding } from '../../data/lint/rule';
import { rowStringsReader } from '../../data/lint/rowStrings';
import { datasetRules, rowRules } from '../../data/lint/ruleTable';
import { thresholdsWith } from '../../data/lint/thresholds';
import { partsOf } from '../../data/schemas/partsOf';
import type { RuleId } from '../../protocol/lint';
import type { StepOf } from '../definition';
import type { RecipeRow, Values } from '../rows/recipeRow';
import { keptPositions } from './keptPositions';
import { applyChange } from './applyChange';
import { StepProblem } from './preparedStep';
import type { Choice, PreparedStep, StepContext } from './preparedStep';

/** A fix may lay bare what another mends; more rounds than this mend nothing. */
const mostRounds = 5;

/** Drops or mends rows with findings. Rules that need one row at a time let rows pass as they come, others see all first. */
export function lintStep(step: StepOf<'lint'>, context: StepContext): PreparedStep {
  const { action } = step;
  const missing = step.rules.find((rule) => !isChecked(rule));
  if (missing !== undefined) {
    const next = 'Remove it from the step.';
    throw new StepProblem(`Rule ${missing} is not in this version yet.`, next, ['rules']);
  }
  const rules: ReadonlySet<RuleId> = new Set(step.rules);
  const schema = context.schema();
  const reading: RowReading = { schema, parts: partsOf, strings: rowStringsReader() };
  const lintContext: LintContext = {
    path: context.inputs[0] ?? '',
    schema,
    thresholds: thresholdsWith({}),
    // note: no run config governs a recipe: it names a dataset that the recipe reads or writes, or none yet.
    declaredLabels: null,
    shuffles: null,
    tokens: null,
  };
  const check = rowChecker(rules, lintContext, reading);
  const throughRows = (row: RecipeRow): RecipeRow | null =>
    action === 'drop' ? (check(row).length > 0 ? null : row) : mended(row, check);
  const needsAllRows = step.rules.some((rule) => catalogue[rule].scope !== 'row');
  if (!needsAllRows) return { type: 'row', apply: throughRows };

  const active = datasetRules.filter(
    (rule) => rule.ids.some((id) => rules.has(id)) && rule.applies(lintContext),
  );
  const runs = active.map((rule) => rule.begin(lintContext));
  /** Rows that break a row rule; only kept when they are dropped. */
  const broken = new Set<number>();
  let seen = 0;
  return {
    type: 'whole',
    see(row) {
      if (action === 'drop' && check(row).length > 0) broken.add(seen);
      seen += 1;
      const linted = new ReadRow(seen, row.line, row.values, reading);
      for (const run of runs) run.see(linted);
    },
    choose(): Choice {
      const later = gatherLater(rules);
      for (const run of runs) run.finish(later.report);
      const byRow = new Map<number, RuleFinding[]>();
      for (const { row, finding } of later.findings()) {
        if (row === null) continue;
        const known = byRow.get(row - 1);
        if (known === undefined) byRow.set(row - 1, [finding]);
        else known.push(finding);
      }
      if (action === 'drop')
        return { positions: keptPositions(seen, (at) => !byRow.has(at) && !broken.has(at)) };
      return {
        positions: 'all',
        change(position, row) {
          const once = withFixes(row, byRow.get(position) ?? []);
          return once === null ? null : mended(once, check);
        },
      };
    },
  };
}

/** Whether any rule reports under this id. */
function isChecked(id: RuleId): boolean {
  return [...rowRules, ...datasetRules].some(({ ids }) => ids.includes(id));
}

/** The findings of the row rules that were asked for. */
function rowChecker(
  rules: ReadonlySet<RuleId>,
  context: LintContext,
  reading: RowReading,
): (row: RecipeRow) => readonly RuleFinding[] {
  const active = rowRules.filter(
    (rule) => rule.ids.some((id) => rules.has(id)) && rule.applies(context),
  );
  return ({ source, line, values }) => {
    const found: RuleFinding[] = [];
    const row = new ReadRow(source, line, values, reading);
    for (const rule of active) {
      rule.check(row, context, (id, finding) => {
        if (rules.has(id)) found.push(finding);
      });
    }
    return found;
  };
}

/** The row with the first fix of every finding applied, over and over until none is left or nothing changes. */
function mended(
  row: RecipeRow,
  check: (row: RecipeRow) => readonly RuleFinding[],
): RecipeRow | null {
  let current = row;
  for (let round = 0; round < mostRounds; round += 1) {
    const next = withFixes(current, check(current));
    if (next === null || next === current) return next;
    current = next;
  }
  return current;
}

function withFixes(row: RecipeRow, findings: readonly RuleFinding[]): RecipeRow | null {
  let values: Values = row.values;
  const before = JSON.stringify(values);
  const touched = new Set<string>();
  for (const finding of findings) {
    const fixesOf: ((values: Values) => readonly Fix[]) | undefined = finding.fixes;
    const [fix] = fixesOf?.(values) ?? [];
    // note: a second fix of the same value was made for the text before the first; it comes in the next round.
    const place = JSON.stringify(finding.at.path);
    if (fix === undefined || touched.has(place)) continue;
    touched.add(place);
    const changed = applyChange(values, fix);
    if (changed === null) return null;
    values = changed;
  }
  return JSON.stringify(values) === before ? row : { ...row, values };
}
