import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DataFormat } from '../../../../src/protocol/runConfig';
import { quickRuleIds, rowRuleIds } from '../../../../src/data/lint/catalogue';
import { lintLines } from '../../../../src/data/lint/incremental/lintLines';
import type { DocumentRequest } from '../../../../src/data/lint/incremental/rowLint';
import { RowLint } from '../../../../src/data/lint/incremental/rowLint';
import type { TextChange } from '../../../../src/data/lint/incremental/textChange';
import { splitLines } from '../../../../src/data/lint/incremental/textChange';
import { thresholdsWith } from '../../../../src/data/lint/thresholds';
import type { LintFinding } from '../../../../src/protocol/lint';
import { randomNumbers } from '../../../support/randomNumbers';

type TextFormat = Exclude<DataFormat, 'parquet'> | 'objects' | 'wrapped';

function requestFor(format: DataFormat, header: boolean | null = null): DocumentRequest {
  return {
    source: { path: `data.${format}`, format, header, columns: null },
    choice: { name: null, fields: { text: null, label: null } },
    settings: { rules: new Set([...rowRuleIds, ...quickRuleIds]), severities: {} },
    thresholds: thresholdsWith({}),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  };
}

const never = (): boolean => false;

/** All findings, as a check of the whole text gives them, and as they stand after all changes. */
async function compare(
  lint: RowLint,
  lines: readonly string[],
  request: DocumentRequest,
  what: string,
): Promise<void> {
  lint.lookUntil(never);
  lint.prepareAgain();
  lint.lookUntil(never);
  const whole = await lintLines(lines, request, () => Promise.resolve());
  const wanted = whole.found.map(({ finding }) => finding);
  const { findings, rows } = lint.report(Number.MAX_SAFE_INTEGER);
  const text = `${what}\n${lines.join('\n')}`;
  assert.deepEqual(findings.map(brief).sort(), wanted.map(brief).sort(), text);
  assert.equal(rows, whole.rows, text);
}

function brief({ rule, row, line, column, endLine, endColumn, field }: LintFinding): string {
  return `${rule} row ${row} ${line}:${column}-${endLine}:${endColumn} ${field}`;
}

/** Rows and pieces of rows, good and broken, that texts and changes are made of. */
const pieces: Readonly<Record<TextFormat, readonly string[]>> = {
  wrapped: [
    '{"text": "good morning", "label": "a"},\n',
    '{"text": "",\n "label": "b"},\n',
    ...[']', '[', '}', '{', ',', '"', '\n', 'x'],
  ],
  objects: [
    '{"text": "good morning",\n "label": "a"}\n',
    '{"text": "", "label": "b"}\n',
    '{"text": "broken\n',
    ...['}', '{', ',', ']', '"', 'x', '\n', '12 '],
  ],
  text: ['a line\n', 'another  \n', '\n', '  \n', 'x'],
  jsonl: [
    '{"text": "good morning", "label": "a"}\n',
    '{"text": "two\\nlines ", "label": "b"}\n',
    '{"text": "", "label": "b"}\n',
    '{"text": "twice", "text": "twice", "label": "a"}\n',
    '{"text": "broken\n',
    '[1, 2]\n',
    ...['\n', '  \n', '}', '{', '"', ',', 'x', '"label": ', '\\'],
  ],
  json: [
    '  {"text": "good morning", "label": "a"},\n',
    '{"text": "same line", "label": "b"}, {"text": "", "label": "a"},\n',
    '  {\n    "text": "over\\n lines",\n    "label": "b"\n  },\n',
    ...['[', ']', '{', '}', ',', '"', '\n', ' 12 ', 'null,\n', 'x', '{"text": "no comma"}\n'],
  ],
  csv: [
    'good morning,a\n',
    '"quoted, with comma",b\n',
    '"over\nlines",b\n',
    'a "quote" inside,b\n',
    'ragged\n',
    'too,many,cells\n',
    ...['"', '""', ',', '\n', 'x', '"unclosed,a\n', ',b\n'],
  ],
  tsv: [
    'good morning\ta\n',
    '"quoted\twith tab"\tb\n',
    '"over\nlines"\tb\n',
    '"opens and never closes\tb\n',
    'ragged\n',
    ...['"', '\t', '\n', 'x', '"a\n', '\tb\n'],
  ],
};

const heads: Readonly<Record<TextFormat, string>> = {
  wrapped: '{"version": "1",\n "data": [\n',
  objects: '{\n"text": "a",\n"label": "b"\n}\n',
  text: '',
  jsonl: '',
  json: '[\n',
  csv: 'text,label\n',
  tsv: 'text\tlabel\n',
};

for (const format of Object.keys(pieces) as TextFormat[]) {
  test(`after random changes of ${format} the findings are those of a whole check`, async () => {
    const seeds = Number(process.env.FINETUNE_SEEDS ?? 150);
    for (let seed = 1; seed <= seeds; seed += 1) {
      const next = randomNumbers(seed);
      const below = (most: number): number => Math.floor(next() * most);
      const piece = (): string => pieces[format][below(pieces[format].length)] ?? '';
      let text = heads[format];
      for (let count = below(12); count > 0; count -= 1) text += piece();
      if (format === 'json') text += ']\n';
      const lines = splitLines(text);
      const request = requestFor(
        format === 'objects' || format === 'wrapped' ? 'json' : format,
        /[ct]sv/.test(format) && seed % 2 === 1 ? true : null,
      );
      const lint = new RowLint(lines, request);
      const portions = seed % 3 === 0;
      if (!portions) lint.lookUntil(never);
      for (let step = 0; step < 6; step += 1) {
        if (portions) {
          let left = below(4);
          lint.lookUntil(() => (left -= 1) < 0);
        }
        const changes: TextChange[] = [];
        for (let count = 1 + below(2); count > 0; count -= 1) {
          const line = below(lines.length);
          const column = below((lines[line]?.length ?? 0) + 1);
          const endLine = Math.min(lines.length - 1, line + (below(3) === 0 ? below(3) : 0));
          const from = endLine === line ? column : 0;
          const length = (lines[endLine]?.length ?? 0) - from;
          const endColumn = from + (below(2) === 0 ? 0 : below(length + 1));
          changes.push({ line, column, endLine, endColumn, text: below(4) === 0 ? '' : piece() });
          lint.apply(changes.slice(-1));
        }
        const what = `${format}, seed ${seed}, step ${step}: ${JSON.stringify(changes)}`;
        if (!portions || step === 5) await compare(lint, lines, request, what);
      }
    }
  });
}
