import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { mendFile } from '../../../../../src/data/lint/mend/mendFile';
import { readRows, sourceOf } from '../../../../../src/data/readRows';
import { codePointsIn } from '../../../../../src/data/schemas/codePoints';
import { readRowTokenizer, type RowTokenizer } from '../../../../../src/data/tokens/lossMask';
import { tokenCounter } from '../../../../../src/data/tokens/tokenCounter';
import type { LintFinding } from '../../../../../src/protocol/lint';
import { seededRandom, type SeededRandom } from '../../seededRandom';
import { temporaryFolder } from '../../temporaryFolder';
import { findingsOf, requestFor } from '../lintText';

type Values = Readonly<Record<string, unknown>>;

const root = process.env.FINETUNE_ROOT ?? '.';
const { folder, write } = temporaryFolder();
const bert = path.join(root, 'samples', 'models', 'minilm-small');

/** A model that speaks, with the first template of the fixture. */
function speaker(): string {
  const fixture = path.join(root, 'test/fixtures/tokens/chat.json');
  const { tokenizer, templates } = JSON.parse(readFileSync(fixture, 'utf8')) as {
    tokenizer: object;
    templates: readonly { template: string }[];
  };
  write('tokenizer.json', JSON.stringify(tokenizer));
  const template = templates[0]?.template;
  write('tokenizer_config.json', JSON.stringify({ eos_token: '</s>', chat_template: template }));
  return folder;
}

const chat = speaker();
const vocabulary = (
  'amber bridge copper delta engine forest garden harbour island jungle kettle ladder meadow ' +
  'needle orchard pepper quarry river saddle timber umbrella valley window yellow zebra naïve'
).split(' ');

/** Sentences in which no word stands twice in a row. */
function prose(random: SeededRandom, count: number): string {
  const words = Array.from({ length: count }, (_, at) => {
    const word = `${random.pick(vocabulary)}${random.below(90)}`;
    return at % 9 === 8 ? `${word}.` : word;
  });
  return words.join(random.chance(0.1) ? '\n' : ' ');
}

type CaseSchema =
  | 'text'
  | 'classification'
  | 'alpaca'
  | 'prompt-completion'
  | 'messages'
  | 'question-answering'
  | 'token-classification';

/** Some rows that fit and some that do not. */
function rowOf(random: SeededRandom, name: CaseSchema): Values {
  const long = (): string => prose(random, random.chance(0.6) ? 20 + random.below(160) : 4);
  const short = (): string => prose(random, 3 + random.below(6));
  const turns = (): Values[] => {
    const said = Array.from({ length: 1 + random.below(5) }, () => [
      { role: 'user', content: random.chance(0.3) ? long() : short() },
      { role: 'assistant', content: short() },
    ]);
    const system = random.chance(0.4) ? [{ role: 'system', content: short() }] : [];
    return [...system, ...said.flat()];
  };
  switch (name) {
    case 'text':
      return { text: long(), n: random.below(1_000) };
    case 'classification':
      return { label: random.pick(['a', 'b']), text: long() };
    case 'alpaca':
      return { instruction: short(), input: long(), output: short() };
    case 'prompt-completion':
      return { prompt: long(), completion: short() };
    case 'messages':
      return { messages: turns(), id: random.below(1_000) };
    case 'question-answering': {
      const [context, question] = [`😀 ${long()}`, short()];
      const words = context.split(/\s/);
      const first = random.below(words.length);
      const text = words[first] ?? '';
      const before = words.slice(0, first).join(' ').length + (first === 0 ? 0 : 1);
      const starts = [codePointsIn(context, before)];
      return { context, question, answers: { text: [text], answer_start: starts } };
    }
    case 'token-classification': {
      const count = 2 + random.below(90);
      const tags = Array.from({ length: count }, () => random.pick(['O', 'O', 'B-LOC']));
      return {
        tokens: tags.map(() => random.pick(vocabulary)),
        tags,
        pos: tags.map((_, at) => at),
      };
    }
  }
}

interface Case {
  readonly schema: CaseSchema;
  readonly format: 'jsonl' | 'json' | 'csv';
  readonly model: string;
}

const cases: readonly Case[] = [
  { schema: 'text', format: 'jsonl', model: bert },
  { schema: 'text', format: 'json', model: chat },
  { schema: 'text', format: 'csv', model: bert },
  { schema: 'classification', format: 'csv', model: bert },
  { schema: 'classification', format: 'jsonl', model: bert },
  { schema: 'alpaca', format: 'json', model: chat },
  { schema: 'prompt-completion', format: 'jsonl', model: chat },
  { schema: 'messages', format: 'jsonl', model: chat },
  { schema: 'messages', format: 'json', model: chat },
  { schema: 'question-answering', format: 'jsonl', model: bert },
  { schema: 'token-classification', format: 'jsonl', model: bert },
];

function written(random: SeededRandom, rows: readonly Values[], { format }: Case): string {
  const end = random.pick(['\n', '\r\n']);
  if (format === 'jsonl') return rows.map((row) => JSON.stringify(row)).join(end) + end;
  if (format === 'json') {
    const [open, between] = random.pick([
      ['[', ', '],
      [`[${end}  `, `,${end}  `],
    ] as const);
    return `${open}${rows.map((row) => JSON.stringify(row)).join(between)}${end}]`;
  }
  const keys = Object.keys(rows[0] ?? {});
  const cell = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
  const lines = rows.map((row) => keys.map((key) => cell(row[key])).join(','));
  return [keys.join(','), ...lines].join(end) + end;
}

function counted(findings: readonly LintFinding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
}

async function valuesOf(file: string, format: Case['format']): Promise<Values[]> {
  const found: Values[] = [];
  for await (const { values } of readRows({ ...sourceOf(file), format })) found.push(values);
  return found;
}

/** All words of a row that may be split, in order. */
function wordsOf(rows: readonly Values[]): string {
  const texts = rows.flatMap(({ text, tokens, messages }) => [
    ...(typeof text === 'string' ? [text] : []),
    ...(Array.isArray(tokens) ? (tokens as string[]) : []),
    ...(Array.isArray(messages)
      ? (messages as { role: string; content: string }[])
          .filter(({ role }) => role !== 'system')
          .map(({ content }) => content)
      : []),
  ]);
  return texts.join(' ').split(/\s+/).join(' ');
}

test('the fix of a row that is too long takes its finding away and adds none; other rows stay as they are', async () => {
  const made = new Map<string, number>();
  for (let seed = 0; seed < 120; seed += 1) {
    const random = seededRandom(seed);
    const each = random.pick(cases);
    const { schema, format, model } = each;
    const rows = Array.from({ length: 2 + random.below(6) }, () => rowOf(random, schema));
    const text = written(random, rows, each);
    const about = `seed ${seed}, ${schema} as ${format}: ${text}`;
    const maxLength = 48 + random.below(40);
    const tokenizer: RowTokenizer = readRowTokenizer(model, maxLength);
    const asked = (file: string, rules: string) => ({
      ...requestFor(file, rules),
      choice: { name: schema, fields: { text: null, label: null } },
      tokens: (named: Parameters<typeof tokenCounter>[1]) => tokenCounter(tokenizer, named),
    });
    const file = write(`rows.${format}`, text);
    const before = await findingsOf(file, 'row', asked(file, 'row'));
    const out = path.join(folder, `mended-${seed}.${format}`);
    const guessed = new Set(['L-LEN-01', 'L-LEN-02'] as const);
    const { counts } = await mendFile({ ...asked(file, 'L-LEN-01,L-LEN-02'), guessed }, out);
    const after = await findingsOf(out, 'row', asked(out, 'row'));
    const left = counted(after.map(({ finding }) => finding));
    const known = counted(before.map(({ finding }) => finding));
    for (const { finding } of after)
      assert.ok(
        !/^L-LEN-0[12]$/.test(finding.rule) || !finding.fixable,
        `${about}\nleaves ${finding.rule}: ${finding.message}`,
      );
    for (const [rule, count] of left) {
      // Pieces of one row may each have what the row had once.
      const isNew = (known.get(rule) ?? 0) === 0;
      assert.ok(!isNew, `${about}\nadds ${rule}: ${count}`);
    }
    const touched = new Set(
      before
        .filter(({ finding }) => /^L-LEN-0[12]$/.test(finding.rule) && finding.fixable)
        .map(({ finding }) => finding.row),
    );
    const untouched = rows.filter((_, at) => !touched.has(at + 1));
    const bytes = readFileSync(out, 'utf8');
    for (const row of format === 'csv' ? [] : untouched)
      assert.ok(bytes.includes(JSON.stringify(row)), `${about}\nchanges ${JSON.stringify(row)}`);
    const now = await valuesOf(out, format);
    if (['text', 'token-classification'].includes(schema))
      assert.equal(wordsOf(now), wordsOf(await valuesOf(file, format)), about);
    for (const [rule, count] of Object.entries(counts))
      made.set(`${schema} ${rule}`, (made.get(`${schema} ${rule}`) ?? 0) + count);
  }
  const schemas = new Set([...made.keys()].map((key) => key.split(' ')[0]));
  assert.deepEqual([...schemas].sort(), [...new Set(cases.map(({ schema }) => schema))].sort());
});
