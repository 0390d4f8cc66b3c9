// How long an edit in an open dataset of 20 MB takes until its findings are up to date: the first look, then single keys, new
// lines and pasted rows at random places; by rules about single rows, and with those about all rows that keep up with typing
// (duplicates, contradictions, rare labels, label variants). Processor time, since other programs may be running.
// node scripts/bench.mjs lintEdit
import { quickRuleIds, rowRuleIds } from '../src/data/lint/catalogue';
import type { RuleId } from '../src/protocol/lint';
import type { DocumentRequest } from '../src/data/lint/incremental/rowLint';
import { RowLint } from '../src/data/lint/incremental/rowLint';
import type { TextChange } from '../src/data/lint/incremental/textChange';
import { thresholdsWith } from '../src/data/lint/thresholds';
import { seededNumbers } from '../src/data/seededNumbers';
import { describeMachine } from './machine';

const next = seededNumbers(1);
const below = (most: number): number => Math.floor(next() * most);
const words =
  'the a report on how people spend their time with old maps and new trains shows little change over many years'.split(
    ' ',
  );

function sentence(length: number): string {
  return Array.from({ length }, () => words[below(words.length)]).join(' ');
}

function row(index: number): string {
  const text = `${sentence(20 + below(30))} ${index}${below(100) === 0 ? '  ' : '.'}`;
  return JSON.stringify({ text, label: below(2) === 0 ? 'plain' : 'odd' });
}

function requestFor(format: 'jsonl' | 'csv' | 'json', rules: ReadonlySet<RuleId>): DocumentRequest {
  return {
    source: { path: `rows.${format}`, format, header: null, columns: null },
    choice: { name: null, fields: { text: null, label: null } },
    settings: { rules, severities: {} },
    thresholds: thresholdsWith({}),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  };
}

/** Processor time that some work takes, in milliseconds. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const rows: string[] = [];
for (let characters = 0; characters < 20e6;) {
  const text = row(rows.length);
  rows.push(text);
  characters += text.length + 1;
}

const documents = {
  jsonl: [...rows, ''],
  csv: [
    'text,label',
    ...rows.map((text) => {
      const values = JSON.parse(text) as { text: string; label: string };
      return `"${values.text}",${values.label}`;
    }),
    '',
  ],
  json: ['[', ...rows.map((text, at) => `  ${text}${at < rows.length - 1 ? ',' : ''}`), ']', ''],
} as const;

const quick = new Set([...rowRuleIds, ...quickRuleIds]);

console.log(describeMachine());
for (const format of ['jsonl', 'csv', 'json'] as const) {
  measure(format, 'rules about single rows', new Set(rowRuleIds));
  measure(format, 'with duplicates, contradictions and labels', quick);
}

function measure(format: 'jsonl' | 'csv' | 'json', what: string, rules: ReadonlySet<RuleId>): void {
  const lines = [...documents[format]];
  const megabytes = lines.reduce((sum, line) => sum + line.length + 1, 0) / 1e6;
  const lint = new RowLint(lines, requestFor(format, rules));
  const first = cpuMs(() => lint.lookUntil(() => false));
  const { counts } = lint.report(100);
  const found = Object.values(counts).reduce((sum, count) => sum + count, 0);
  console.log(
    `${format}, ${what}: ${megabytes.toFixed(1)} MB, ${lines.length} lines, ${found} findings; first look ${first.toFixed(0)} ms`,
  );
  const kinds: Readonly<Record<string, () => readonly TextChange[]>> = {
    key: () => [change('x')],
    'new line': () => [change('\n')],
    'delete a line': () => {
      const line = 1 + below(lines.length - 3);
      return [{ line, column: 0, endLine: line + 1, endColumn: 0, text: '' }];
    },
    'paste 100 rows': () => [change(`${rows.slice(0, 100).join('\n')}\n`)],
    '100 changes at once': () => Array.from({ length: 100 }, () => change('y')),
  };
  for (const [name, make] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let round = 0; round < 25; round += 1) {
      const changes = make();
      times.push(
        cpuMs(() => {
          lint.apply(changes);
          lint.lookUntil(() => false);
          lint.report(100);
        }),
      );
    }
    times.sort((a, b) => a - b);
    const [median, worst] = [times[12] ?? 0, times[24] ?? 0];
    console.log(`  ${name}: median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`);
  }

  function change(text: string): TextChange {
    const line = 1 + below(lines.length - 2);
    const column = below(lines[line]?.length ?? 1);
    return { line, column, endLine: line, endColumn: column, text };
  }
}
