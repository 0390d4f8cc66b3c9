import type { RuleId, Severity } from '../../../../src/protocol/lint';
import type { Change } from '../../../../src/data/lint/fix';
import type {
  LintContext,
  LintedRow,
  RowRule,
  RuleFinding,
  TokenCounter,
} from '../../../../src/data/lint/rule';
import { partsOf } from '../../../../src/data/schemas/partsOf';
import type { Schema, SchemaName, ValuePath } from '../../../../src/data/schemas/schema';
import { usualSchema } from '../schemas/usualSchema';

type Values = Readonly<Record<string, unknown>>;

/** What a rule said about one row. */
export interface Said {
  readonly rule: RuleId;
  readonly severity: Severity | undefined;
  /** As `messages[1].content`. */
  readonly field: string;
  /** The characters it means, each place; null: the whole value. */
  readonly places: readonly (string | null)[];
  readonly message: string;
  readonly finding: RuleFinding;
}

export function contextOf(schema: Schema, tokens: TokenCounter | null = null): LintContext {
  return {
    path: 'rows.jsonl',
    schema,
    thresholds: {},
    declaredLabels: null,
    shuffles: null,
    tokens,
  };
}

/** A row as the engine would show it to rules. */
export function rowOf(values: Values, schema: Schema, row = 1): LintedRow {
  const parts = partsOf(schema, values);
  const strings: { path: ValuePath; text: string }[] = [];
  const visit = (value: unknown, path: ValuePath): void => {
    if (typeof value === 'string') strings.push({ path, text: value });
    else if (Array.isArray(value))
      for (const [index, each] of value.entries()) visit(each, [...path, index]);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) visit(each, [...path, key]);
    }
  };
  visit(values, []);
  return { row, line: row, values, parts: () => parts, strings: () => strings };
}

/** What rules say about one row. */
export function checkRow(
  rules: readonly RowRule[],
  values: Values,
  { name = 'alpaca', tokens = null }: { name?: SchemaName; tokens?: TokenCounter | null } = {},
): readonly Said[] {
  const schema = usualSchema(name);
  const context = contextOf(schema, tokens);
  const row = rowOf(values, schema);
  const said: Said[] = [];
  for (const rule of rules) {
    if (!rule.applies(context)) continue;
    rule.check(row, context, (id, finding) => {
      const places = [finding.at, ...(finding.more ?? [])].map(({ path, start, end }) => {
        const value = valueAt(values, path);
        return start === undefined || typeof value !== 'string' ? null : value.slice(start, end);
      });
      const field = finding.at.path
        .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
        .join('')
        .replace(/^\./, '');
      said.push({
        rule: id,
        severity: finding.severity,
        field,
        places,
        message: finding.message,
        finding,
      });
    });
  }
  return said;
}

export function valueAt(values: unknown, path: ValuePath): unknown {
  let value = values;
  for (const key of path) value = (value as Record<string | number, unknown>)[key];
  return value;
}

/** The row after a change; null: it is deleted. */
export function changed(values: Values, change: Change): Values | null {
  if (change.type === 'delete-row') return null;
  if (change.type !== 'set-value') throw new Error(`These tests apply no ${change.type}.`);
  const copy = structuredClone(values) as Record<string, unknown>;
  const holder = valueAt(copy, change.path.slice(0, -1)) as Record<string | number, unknown>;
  holder[change.path.at(-1)!] = change.value;
  return copy;
}
