import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { editBytes } from '../../../../src/data/lint/mend/editBytes';
import { mendFile } from '../../../../src/data/lint/mend/mendFile';
import { UserError } from '../../../../src/protocol/errors';
import { ruleIds, type LintFinding, type RuleId } from '../../../../src/protocol/lint';
import type { DataFormat } from '../../../../src/protocol/runConfig';
import { readRows, sourceOf } from '../../../../src/data/readRows';
import { compose, encode } from '../composeRows';
import { seededRandom } from '../seededRandom';
import { temporaryFolder } from '../temporaryFolder';
import { findingsOf, requestFor } from './lintText';

const { folder, write } = temporaryFolder();
const out = path.join(folder, 'mended');

/** As if every rule were asked for by its name. */
const guessed: ReadonlySet<RuleId> = new Set(ruleIds);

/** Mends and checks the copy; gives its text and what is left. */
async function mend(
  name: string,
  content: string | Uint8Array,
  rules: string,
): Promise<{ text: string; bytes: Buffer; counts: object; left: readonly LintFinding[] }> {
  const file = write(name, content);
  const target = `${out}-${name}`;
  const { counts } = await mendFile({ ...requestFor(file, rules), guessed }, target);
  assert.deepEqual(readFileSync(file), Buffer.from(content), 'the file itself stays');
  assert.ok(!readdirSync(folder).some((each) => each.endsWith('.tmp')), 'no draft is left');
  const bytes = readFileSync(target);
  const left = (await findingsOf(target, rules)).map(({ finding }) => finding);
  return { text: bytes.toString(), bytes, counts, left };
}

const rows: readonly (readonly [string, string, string | Uint8Array, string | Uint8Array])[] = [
  [
    'spaces',
    'a.jsonl',
    '{"text": " a", "n": 1.50, "label":"x"}\r\n{"text":"b","label":"y"}',
    '{"text": "a", "n": 1.50, "label":"x"}\r\n{"text":"b","label":"y"}',
  ],
  [
    'an empty text',
    'a.jsonl',
    '{"text":"a","label":"x"}\r\n{"text":"","label":"y"}\r\n{"text":"b","label":"y"}\r\n',
    '{"text":"a","label":"x"}\r\n{"text":"b","label":"y"}\r\n',
  ],
  ['the last line', 'a.jsonl', '{"text":"a","label":"x"}\n{"text":', '{"text":"a","label":"x"}\n'],
  [
    'a blank line',
    'a.jsonl',
    '{"text":"a","label":"x"}\n\n{"text":"b","label":"x"}\n\n',
    '{"text":"a","label":"x"}\n{"text":"b","label":"x"}\n\n',
  ],
  [
    'list: first, middle and last',
    'a.json',
    '[\n 1,\n {"text":"a","label":"x"} ,\n 2,\n {"text":"b","label":"x"},\n 3,\n 4\n]\n',
    '[\n {"text":"a","label":"x"} ,\n {"text":"b","label":"x"}\n]\n',
  ],
  ['list: all', 'a.json', '[ 1, 2 ]', '[  ]'],
  [
    'list: no comma',
    'a.json',
    '[{"text":"a","label":"x"} {"text":"b","label":"x"}]',
    '[{"text":"a","label":"x"} ,{"text":"b","label":"x"}]',
  ],
  [
    'cells',
    'a.csv',
    'text,label\n"a ""b"" ",x\n"c\nd",y\n c,x\n',
    'text,label\n"a ""b""",x\n"c\nd",y\nc,x\n',
  ],
  ['quotes', 'a.csv', 'text,label\na,b,x\n"c,y\nd,z\n', 'text,label\n"a,b",x\n"c",y\nd,z\n'],
  ['tabs', 'a.tsv', 'text\tlabel\na \tx\n"b\ty\n', 'text\tlabel\na\tx\n"b\ty\n'],
  ['a mark', 'a.jsonl', '\uFEFF{"text":"a","label":"x"}\n', '{"text":"a","label":"x"}\n'],
  [
    'UTF-16',
    'a.jsonl',
    Buffer.from('\uFEFF{"text":"é ","label":"x"}\n', 'utf16le'),
    '{"text":"é","label":"x"}\n',
  ],
  [
    'Latin-1',
    'a.jsonl',
    Buffer.from('{"text":"é","label":"x"}\n{"text":"b","label":"x"}\n', 'latin1'),
    '{"text":"é","label":"x"}\n{"text":"b","label":"x"}\n',
  ],
];

for (const [what, name, content, expected] of rows)
  test(`mend ${name}: ${what}`, async () => {
    const { text, left } = await mend(name, content, 'row');
    assert.equal(text, Buffer.from(expected).toString());
    assert.deepEqual(
      left.filter(({ fixable }) => fixable),
      [],
    );
  });

test('a rule that was not asked for changes nothing, not even the encoding', async () => {
  for (const encoding of ['utf16le', 'utf8'] as const) {
    const content = Buffer.from('\uFEFF{"text":"é ","label":"x"}\n', encoding);
    const { bytes } = await mend('a.jsonl', content, 'L-TXT-08');
    assert.deepEqual(bytes, content);
    const mended = await mend('a.jsonl', content, 'L-TXT-02');
    assert.deepEqual(mended.bytes, Buffer.from('\uFEFF{"text":"é","label":"x"}\n', encoding));
  }
});

test('the copy never takes the place of its file', async () => {
  const file = write('same.jsonl', '{"text":" a","label":"x"}\n');
  const link = path.join(folder, 'link.jsonl');
  if (!existsSync(link)) symlinkSync(file, link);
  for (const target of [file, link, path.join(folder, '.', 'same.jsonl')])
    await assert.rejects(
      mendFile({ ...requestFor(file, 'row'), guessed }, target),
      /take the place/,
    );
});

test('nested questions are not said to have nothing to mend', async () => {
  const squad = (start: number): string =>
    JSON.stringify({
      data: [
        {
          paragraphs: [
            {
              context: 'It is Red.',
              qas: [
                { id: '1', question: 'Which?', answers: [{ text: 'Red', answer_start: start }] },
              ],
            },
          ],
        },
      ],
    });
  const file = write('squad.json', squad(1));
  await assert.rejects(
    mendFile({ ...requestFor(file, 'L-QA-01'), guessed }, `${out}-squad.json`),
    ({ message, next }: UserError) => {
      assert.match(message, /nested SQuAD/);
      assert.match(next ?? '', /save \{"input":"squad\.json","output":"squad\.jsonl"\} beside it as "squad\.recipe\.json", run: finetune preprocess "squad\.recipe\.json", and mend "squad\.jsonl"/); // prettier-ignore
      return true;
    },
  );
  const { text, counts } = await mend('sound.json', squad(6), 'L-QA-01');
  assert.deepEqual([text, counts], [squad(6), {}]);
});

test('what is no file is left where it stands', async () => {
  const file = write('some.jsonl', '{"text":" a","label":"x"}\n');
  const taken = path.join(folder, 'taken');
  mkdirSync(taken, { recursive: true });
  for (const [target, says] of [
    [taken, /^This is a folder/],
    [path.join(file, 'copy.jsonl'), /^The copy cannot be written \(ENO/],
    [path.join(folder, 'no', 'copy.jsonl'), /^The copy cannot be written \(ENOENT/],
    ...(process.platform === 'win32' ? [] : [['/dev/null', /^This is not an ordinary/] as const]),
  ] as const)
    await assert.rejects(mendFile({ ...requestFor(file, 'row'), guessed }, target), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.deepEqual([error.place?.file, says.test(error.message)], [target, true]);
      return true;
    });
});

test('a file that changes between its readings is not mended half and half', async () => {
  const file = write('moving.jsonl', '{"text":" a","label":"x"}\n'.repeat(3));
  const target = path.join(folder, 'moved.jsonl');
  let isChanged = false;
  const onProgress = (): void => {
    if (!isChanged) appendFileSync(file, '{"text":" b","label":"y"}\n');
    isChanged = true;
  };
  const request = { ...requestFor(file, 'row'), guessed, onProgress };
  await assert.rejects(mendFile(request, target), /changed while it was mended/);
  assert.ok(!readdirSync(folder).some((each) => each.startsWith('moved')));
});

test('a file without findings is copied byte for byte', async () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const random = seededRandom(seed);
    const format: DataFormat = random.pick(['jsonl', 'json', 'csv', 'tsv']);
    const { text } = compose(random, format);
    if (text.trim() === '') continue;
    const content = Buffer.from(encode(random, text));
    const { bytes } = await mend(`copy.${format}`, content, 'L-PRF-01');
    assert.deepEqual(bytes, content, `seed ${seed}`);
  }
});

test('mending takes its findings away, adds none, and every other row stays', async () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const random = seededRandom(seed);
    const format: DataFormat = random.pick(['jsonl', 'json', 'csv', 'tsv']);
    const { text } = compose(random, format);
    if (text.trim() === '') continue;
    const rules = random.pick(['L-TXT-02', 'L-TXT-03', 'L-TXT-05', 'L-TXT-01,L-TXT-02,L-TXT-03']);
    const name = `some.${format}`;
    const before = await findingsOf(write(name, text), rules);
    const about = `seed ${seed}, ${rules}, ${JSON.stringify(text)}`;
    const { left, text: after } = await mend(name, text, rules);
    assert.deepEqual(
      left.filter(({ fixable }) => fixable).map(({ rule, message }) => [rule, message]),
      [],
      `${about}\n${after}`,
    );
    const touched = new Set(before.map(({ finding }) => finding.row));
    const rowsOf = async (file: string): Promise<string[]> => {
      const found: string[] = [];
      const source = { ...sourceOf(file), format };
      for await (const { values } of readRows(source)) found.push(JSON.stringify(values));
      return found;
    };
    const kept = (await rowsOf(path.join(folder, name))).filter((_, at) => !touched.has(at + 1));
    if (after.trim() === '') continue;
    const now = await rowsOf(`${out}-${name}`);
    for (const row of kept) assert.ok(now.includes(row), `${about}\n${after}`);
  }
});

test('edits of bytes, cut anywhere, give what edits of the text give', () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const random = seededRandom(seed);
    const bytes = Buffer.from(
      Array.from({ length: random.below(40) }, () => 97 + random.below(26)),
    );
    const edits: { start: number; end: number; text: string }[] = [];
    for (let at = random.below(5); at <= bytes.length; at += 1 + random.below(9)) {
      const end = Math.min(bytes.length, at + random.below(4));
      edits.push({ start: at, end, text: 'X'.repeat(random.below(3)) });
      at = end;
    }
    let expected = '';
    let from = 0;
    for (const { start, end, text } of edits) {
      expected += bytes.toString('latin1', from, start) + text;
      from = end;
    }
    expected += bytes.toString('latin1', from);
    const parts: Buffer[] = [];
    const sink = editBytes(edits, (part) => parts.push(part));
    for (let at = 0; at < bytes.length;) {
      const to = at + 1 + random.below(7);
      sink.push(bytes.subarray(at, to));
      at = to;
    }
    sink.end();
    assert.equal(Buffer.concat(parts).toString(), expected, `seed ${seed}`);
  }
});
