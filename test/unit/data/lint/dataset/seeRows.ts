import type { RuleId } from '../../../../../src/protocol/lint';
import { partsOf } from '../../../../../src/data/schemas/partsOf';
import { rowStringsReader } from '../../../../../src/data/lint/rowStrings';
import type { Schema } from '../../../../../src/data/schemas/schema';
import type {
  CrossFileRule,
  DatasetRule,
  LintContext,
  LintedRow,
  RuleFinding,
} from '../../../../../src/data/lint/rule';

export type Values = Readonly<Record<string, unknown>>;

/** A finding with the rule and row it was reported under. */
export interface Reported extends RuleFinding {
  readonly rule: RuleId;
  readonly row: number | null;
}

const stringsOf = rowStringsReader();

export function contextOf(schema: Schema, settings: Partial<LintContext> = {}): LintContext {
  return {
    path: 'rows.jsonl',
    schema,
    thresholds: {},
    declaredLabels: null,
    shuffles: null,
    tokens: null,
    ...settings,
  };
}

/** A row as the engine gives it; `line` as in JSONL. */
export function linted(schema: Schema, values: Values, index: number): LintedRow {
  const parts = partsOf(schema, values);
  const strings = stringsOf(values);
  return { row: index + 1, line: index + 1, values, parts: () => parts, strings: () => strings };
}

/** What a rule finds in these rows; nothing where it does not apply. */
export function findings(
  rule: DatasetRule,
  context: LintContext,
  rows: Iterable<Values>,
): Reported[] {
  if (!rule.applies(context)) return [];
  const run = rule.begin(context);
  let index = 0;
  for (const values of rows) {
    run.see(linted(context.schema, values, index));
    index += 1;
  }
  const found: Reported[] = [];
  run.finish((id, row, finding) => found.push({ ...finding, rule: id, row }));
  return found;
}

/** What a rule finds in the evaluation rows beside the training rows. */
export function crossFindings(
  rule: CrossFileRule,
  context: LintContext,
  training: Iterable<Values>,
  evaluation: Iterable<Values>,
): Reported[] {
  const trained = { ...context, path: 'train.jsonl' };
  const run = rule.begin(trained, context);
  for (const [index, values] of [...evaluation].entries())
    run.seeEvaluation(linted(context.schema, values, index));
  for (const [index, values] of [...training].entries())
    run.seeTraining(linted(context.schema, values, index));
  const found: Reported[] = [];
  run.finish((id, row, finding) => found.push({ ...finding, rule: id, row }));
  return found;
}
