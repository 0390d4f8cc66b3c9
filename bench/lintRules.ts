// Megabytes of JSONL a second and core that the text rules check, JSON.parse and the listing of parts and strings included:
//   node scripts/bench.mjs lintRules FILE SCHEMA
import { readFileSync } from 'node:fs';
import { textRules } from '../src/data/lint/rules/textRules';
import type { LintContext, LintedRow, RowRule } from '../src/data/lint/rule';
import { partsOf } from '../src/data/schemas/partsOf';
import type { SchemaName, ValuePath } from '../src/data/schemas/schema';

const [file = '../shared/data/amazon_reviews/reviews.jsonl', name = 'classification'] =
  process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const lines = file.endsWith('.json')
  ? (JSON.parse(text) as unknown[]).map((row) => JSON.stringify(row))
  : text.split('\n').filter((line) => line !== '');
const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
const repeats = Math.ceil(40e6 / bytes);

const columns = [
  'text',
  'label',
  'instruction',
  'input',
  'output',
  'conversations',
  'messages',
  'tools',
  'prompt',
  'chosen',
  'rejected',
];
const context: LintContext = {
  path: file,
  schema: {
    name: name as SchemaName,
    columns: Object.fromEntries(columns.map((each) => [each, each])),
  },
  thresholds: {},
  declaredLabels: null,
  shuffles: null,
  tokens: null,
};

function stringsOf(
  value: unknown,
  path: ValuePath,
  found: { path: ValuePath; text: string }[],
): void {
  if (typeof value === 'string') found.push({ path, text: value });
  else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) stringsOf(each, [...path, key], found);
  }
}

function check(rules: readonly RowRule[]): number {
  let findings = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const line of lines) {
      const values = JSON.parse(line) as LintedRow['values'];
      const parts = partsOf(context.schema, values);
      const strings: { path: ValuePath; text: string }[] = [];
      stringsOf(values, [], strings);
      const row: LintedRow = {
        row: 1,
        line: 1,
        values,
        parts: () => parts,
        strings: () => strings,
      };
      for (const rule of rules) {
        rule.check(row, context, () => {
          findings += 1;
        });
      }
    }
  }
  return findings;
}

function measure(title: string, rules: readonly RowRule[]): void {
  const active = rules.filter((rule) => rule.applies(context));
  check(active);
  const begin = process.cpuUsage();
  const findings = check(active);
  const { user, system } = process.cpuUsage(begin);
  const speed = (bytes * repeats) / (user + system);
  console.log(
    `${title.padEnd(32)} ${speed.toFixed(0).padStart(6)} MB/s   ${findings / repeats} findings`,
  );
}

measure('reading alone', []);
for (const rule of textRules) measure(rule.ids.join(' '), [rule]);
measure(
  'all without L-TXT-10',
  textRules.filter((rule) => !rule.ids.includes('L-TXT-10')),
);
measure('all', textRules);
