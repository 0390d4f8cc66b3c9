import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { UserError, printUserError } from '../../../src/protocol/errors';
import type { DataSource } from '../../../src/protocol/runConfig';
import { readRows, sourceOf } from '../../../src/data/readRows';
import type { Row } from '../../../src/data/readers/row';
import { seededRandom } from './seededRandom';
import { temporaryFolder } from './temporaryFolder';

const { folder, write } = temporaryFolder();
const root = process.env.FINETUNE_ROOT ?? '.';

async function read(file: string, how: Partial<DataSource> = {}): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of readRows({ ...sourceOf(file), ...how })) rows.push(row);
  return rows;
}

interface Accepted {
  name: string;
  content: string | Uint8Array;
  how?: Partial<DataSource>;
  /** line-endLine of each row. */
  lines: string[];
  first: Record<string, unknown>;
}

const accepted: Record<string, Accepted> = {
  'a table that its name says nothing about': {
    name: 'a.dat',
    content: `text,label\n${'"a, b\n, c",x\n'.repeat(3)}`,
    lines: ['2-3', '4-5', '6-7'],
    first: { text: 'a, b\n, c', label: 'x' },
  },
  'JSON lines with blank lines, CRLF and no final line end': {
    name: 'a.jsonl',
    content: '\r\n{"text": "a"}\r\n\r\n  \r\n{"text": "b"}',
    lines: ['2-2', '5-5'],
    first: { text: 'a' },
  },
  'JSON lines that are called .json': {
    name: 'a.json',
    content: '{"text": "a"}\n{"text": "b"}\n',
    lines: ['1-1', '2-2'],
    first: { text: 'a' },
  },
  'a JSON array over several lines': {
    name: 'b.json',
    content: '[\n  {\n    "text": "]}\\"",\n    "deep": [{"a": []}]\n  },\n  {}\n]\n',
    lines: ['2-5', '6-6'],
    first: { text: ']}"', deep: [{ a: [] }] },
  },
  'one JSON object over several lines': {
    name: 'd.json',
    content: '{\n  "text": "a",\n  "more": {}\n}\n',
    lines: ['1-4'],
    first: { text: 'a', more: {} },
  },
  'JSON objects over several lines, one after the other': {
    name: 'e.json',
    content: '{\n  "text": "a"\n}\n{\n  "text": "b"\n}',
    lines: ['1-3', '4-6'],
    first: { text: 'a' },
  },
  'a JSON list within an object': {
    name: 'f.json',
    content: '{ "version": "1.0",\n "data": [\n{"text": "a"},\n{"text": "b"}], "by": [1] }\n',
    lines: ['3-3', '4-4'],
    first: { text: 'a' },
  },
  'questions of SQuAD': {
    name: 'g.json',
    content:
      '{"data": [{"title": "T", "paragraphs": [\n{"context": "Red.", "qas": [\n{"id": "1", "question": "Colour?", "answers": [{"text": "Red", "answer_start": 0}]},\n{"id": "2", "question": "Why?", "answers": [], "is_impossible": true}]}]}], "version": "2"}',
    lines: ['3-3', '4-4'],
    first: {
      ...{ id: '1', title: 'T', context: 'Red.', question: 'Colour?' },
      answers: { text: ['Red'], answer_start: [0] },
    },
  },
  'plain text, a row a line': {
    name: 'a.txt',
    content: 'Hello, world\n\n  \nSecond; line\n',
    lines: ['1-1', '4-4'],
    first: { text: 'Hello, world' },
  },
  'an empty JSON array': { name: 'c.json', content: ' [ ] ', lines: [], first: {} },
  'CSV with quoted cells over lines': {
    name: 'a.csv',
    content: 'text,label\n"one\n""two""\nthree",x\n\n"a,b",y\n5" disk,z\n',
    lines: ['2-4', '6-6', '7-7'],
    first: { text: 'one\n"two"\nthree', label: 'x' },
  },
  'CSV with semicolons': {
    name: 'b.csv',
    content: 'text;label\nyes, indeed;x\n',
    lines: ['2-2'],
    first: { text: 'yes, indeed', label: 'x' },
  },
  'CSV with one column': {
    name: 'c.csv',
    content: 'text\nhello\n\nworld\n',
    lines: ['2-2', '4-4'],
    first: { text: 'hello' },
  },
  'CSV of old line ends': {
    name: 'd.csv',
    content: 'text,label\ra,1\rb,2\r',
    lines: ['2-2', '3-3'],
    first: { text: 'a', label: '1' },
  },
  'CSV with an unnamed index column and a prototype name': {
    name: 'e.csv',
    content: ',text,__proto__\n0,a,b\n',
    lines: ['2-2'],
    first: Object.fromEntries([
      ['1', '0'],
      ['text', 'a'],
      ['__proto__', 'b'],
    ]),
  },
  'TSV without header': {
    name: 'a.tsv',
    content: 'a fine film\t1\nno fun at all\t0\n',
    lines: ['1-1', '2-2'],
    first: { '1': 'a fine film', '2': '1' },
  },
  'TSV whose header names no field we know': {
    name: 'b.tsv',
    content: 'utterance\tmood\nI am so very happy\tjoy\nthis is a sad day\tgrief\n',
    lines: ['2-2', '3-3'],
    first: { utterance: 'I am so very happy', mood: 'joy' },
  },
  'TSV with quotes that are quotes and quotes that are not': {
    name: 'c.tsv',
    content:
      'text\tlabel\n"He said ""no""."\t0\n"Great", he said\t1\n"open ended\t1\n"two\nlines"\t0\n',
    lines: ['2-2', '3-3', '4-4', '5-6'],
    first: { text: 'He said "no".', label: '0' },
  },
  'TSV whose last quote never closes': {
    name: 'd.tsv',
    content: 'text\n"alone\n',
    lines: ['2-2'],
    first: { text: '"alone' },
  },
  'names given for a file without header': {
    name: 'e.tsv',
    content: 'hello there\tx\t7\n',
    how: { header: false, columns: ['text', 'label'] },
    lines: ['1-1'],
    first: { text: 'hello there', label: 'x', '3': '7' },
  },
  'names given for a file that has its own': {
    name: 'f.csv',
    content: 'a,b\nhello there,x\n',
    how: { header: true, columns: ['text', 'label'] },
    lines: ['2-2'],
    first: { text: 'hello there', label: 'x' },
  },
  'a first row that is data, said to be none': {
    name: 'g.csv',
    content: 'text,label\na,b\n',
    how: { header: false },
    lines: ['1-1', '2-2'],
    first: { '1': 'text', '2': 'label' },
  },
  'no extension, told by content': {
    name: 'rows',
    content: '\n {"a": 1}\n',
    lines: ['2-2'],
    first: { a: 1 },
  },
  'UTF-16 with a mark': {
    name: 'h.csv',
    content: Buffer.from('\uFEFFtext,label\r\n漢字 🙂,x\r\n', 'utf16le'),
    lines: ['2-2'],
    first: { text: '漢字 🙂', label: 'x' },
  },
  'a genuine replacement character': {
    name: 'i.csv',
    content: 'text,label\na\uFFFDb,x\n',
    lines: ['2-2'],
    first: { text: 'a\uFFFDb', label: 'x' },
  },
  'a header and no rows': { name: 'j.csv', content: 'text,label\n', lines: [], first: {} },
};

const headers: Record<string, [content: string, columns: string[] | null, rows: number]> = {
  'known names': ['Sentence,gold\na b,c\n', null, 1],
  'known names alone': ['text,label\n', null, 0],
  'unknown names over numbers': ['utterance,stars\nso it is,4\n', null, 1],
  'unknown names over sentences': ['review_body,mood\nso it is,x\nso be it,y\n', null, 2],
  'a number in the first row': ['so it is,4\nso be it,3\n', null, 2],
  'a first cell that occurs again': [
    'good,positive\nso it is,positive\nnot so,negative\n',
    null,
    3,
  ],
  'sentences from the start': ['so it is,x\nso be it,y\n', null, 2],
  'names given over other names': ['review_body,mood\nso it is,x\n', ['text', 'label'], 2],
  'names given over names we know': ['sentence,gold\nso it is,x\n', ['text', 'label'], 1],
  'names given over themselves': ['a,b\nso it is,x\n', ['a', 'b'], 1],
};

for (const [name, [content, columns, rows]] of Object.entries(headers)) {
  test(`header or not: ${name}`, async () => {
    assert.equal((await read(write('h.csv', content), { columns })).length, rows);
  });
}

for (const [name, { name: file, content, how, lines, first }] of Object.entries(accepted)) {
  test(`reads ${name}`, async () => {
    const rows = await read(write(file, content), how);
    assert.deepEqual(
      rows.map(({ line, endLine }) => `${line}-${endLine}`),
      lines,
    );
    assert.deepEqual(
      rows.map(({ row }) => row),
      lines.map((_, index) => index + 1),
    );
    if (rows[0] !== undefined) assert.deepEqual(rows[0].values, first);
  });
}

interface Refused {
  name: string;
  content: string | Uint8Array;
  how?: Partial<DataSource>;
  says: RegExp;
}

const refused: Record<string, Refused> = {
  'a Parquet file that is none': {
    name: 'a.parquet',
    content: Buffer.of(1, 0, 2, 0, 255),
    says: /^a\.parquet: This is no Parquet file: it does not begin with PAR1/,
  },
  'what takes all of the stack to print': {
    name: 'a.jsonl',
    content: `{"text": "a"}\n{"text": ${'['.repeat(100_000)}${']'.repeat(100_000)}}\n`,
    says: /^a\.jsonl:2:1: Values are nested over 128 deep\. Correct the row/,
  },
  'a broken JSON line': {
    name: 'a.jsonl',
    content: '{"text": "a"}\n\n{"text": "b" "label": 1}\n',
    says: /^a\.jsonl:3:14: Broken JSON: a comma is missing here\. /,
  },
  'JSON over several lines, named as if each line were a row': {
    name: 'a.jsonl',
    content: '{\n  "text": "a"\n}\n',
    says: /^a\.jsonl:1: This is JSON over several lines.*Name the file \.json/,
  },
  'a JSON line cut short': {
    name: 'a.jsonl',
    content: '{"text": "a"}\n{"text": "b',
    says: /^a\.jsonl:2:10: Broken JSON: a closing double quote is missing/,
  },
  'a bare word': {
    name: 'a.jsonl',
    content: '{"a": NaN}\n',
    says: /^a\.jsonl:1:7: Broken JSON: "NaN"/,
  },
  'a line break inside a JSON string': {
    name: 'a.jsonl',
    content: '{"a": "b\tc"}\n',
    says: /^a\.jsonl:1:\d+: Broken JSON: a control character must be written as an escape/,
  },
  'a row that is no object': {
    name: 'a.jsonl',
    content: '{"a": 1}\n["b"]\n',
    says: /^a\.jsonl:2:1: A row must be an object .* this is a list/,
  },
  'a JSON array that breaks inside': {
    name: 'a.json',
    content: '[ {"a": 1},\n  {"a": 2,\n   "b" 3} ]',
    says: /^a\.json:3:8: Broken JSON: a colon is missing here/,
  },
  'a JSON array without comma': {
    name: 'a.json',
    content: '[ {"a": 1}\n  {"a": 2} ]',
    says: /^a\.json:2:3: A comma is missing between two rows/,
  },
  'a JSON array with one comma too many': {
    name: 'a.json',
    content: '[ {"a": 1},\n ]',
    says: /^a\.json:2:2: A row is missing after the comma/,
  },
  'a JSON array of texts': {
    name: 'a.json',
    content: '[ "a", "b" ]',
    says: /^a\.json:1:3: A row must be an object/,
  },
  'a JSON array cut short': {
    name: 'a.json',
    content: '[ {"a": 1}',
    says: /^a\.json:1:11: The closing \]/,
  },
  'an object cut short': {
    name: 'a.json',
    content: '[ {"a": [1',
    says: /^a\.json:1:11: Broken JSON: the closing \]/,
  },
  'two JSON arrays': {
    name: 'a.json',
    content: '[ {} ]\n[ {} ]',
    says: /^a\.json:2:1: The list has ended/,
  },
  'a text called a list': {
    name: 'a.json',
    content: '"data"',
    how: { format: 'json' },
    says: /^a\.json:1:1: A JSON file must hold a list.*"jsonl"/,
  },
  'text behind one object': {
    name: 'a.json',
    content: '{\n"a": 1 }\n]',
    says: /^a\.json:3:1: An object is expected here/,
  },
  'a row with too many cells': {
    name: 'a.csv',
    content: 'text,label\na,b\n"x\ny",z\nhello, world,c\n',
    says: /^a\.csv:5: This row has 3 cells where the first row has 2\. Put quotes/,
  },
  'a row with too few cells': {
    name: 'a.tsv',
    content: 'text\tlabel\na\tb\nc\n',
    says: /^a\.tsv:3: This row has 1 cell where/,
  },
  'a quote that never closes': {
    name: 'a.csv',
    content: 'text,label\na,b\n\n"c,d\ne,f\n',
    says: /^a\.csv:4: A quote is opened in this row and never closed/,
  },
  'a quote that meets the quote of the row below': {
    name: 'a.csv',
    content: 'text,label\n"a, b",c\n"d, e,f\n"g, h",i\n"j, k",l\n',
    says: /^a\.csv:3: A quote is opened in this row and never closed/,
  },
  'a quote that a row below closes at its end': {
    name: 'a.csv',
    content: 'text,label\n"a, b",c\n"d,e\nf,"\ng,h\n',
    says: /^a\.csv:3: A quote is opened in this row and never closed/,
  },
  'a row with too few cells, one of them over two lines': {
    name: 'a.csv',
    content: 'text,label\n"a, b",c\n"d\ne"\nf,g\n',
    says: /^a\.csv:3: This row has 1 cell where the first row has 2/,
  },
  'a TSV row that is too short and begins with a quote': {
    name: 'a.tsv',
    content: `text\tlabel\na\tb\n"c\n${'d "e"\tf\n'.repeat(2_000)}`,
    says: /^a\.tsv:3: This row has 1 cell where the first row has 2/,
  },
  'a column named twice': {
    name: 'a.csv',
    content: 'text,label,text\na,b,c\n',
    says: /^a\.csv:1: Column "text" stands twice/,
  },
  'more names than columns': {
    name: 'a.csv',
    content: 'a,b\n',
    how: { header: false, columns: ['text', 'label', 'more'] },
    says: /^a\.csv:1: "columns" names 3 columns, the first row has 2/,
  },
  'Latin-1': {
    name: 'a.csv',
    content: Buffer.from('text,label\nfine,x\ncafé noir,y\n', 'latin1'),
    says: /^a\.csv:3:4: Byte 0xE9 is not UTF-8 text \(after "caf"\)\. Save the file as UTF-8, or let "finetune lint FILE --fix --out COPY"/,
  },
  'UTF-8 cut in the middle of a character': {
    name: 'a.jsonl',
    content: Buffer.from('{"a": "b"}\n{"a": "é').subarray(0, -1),
    says: /^a\.jsonl:2:8: Byte 0xC3 is not UTF-8 text/,
  },
  'UTF-16 without a mark': {
    name: 'a.csv',
    content: Buffer.from('text,label\nab,x\n', 'utf16le'),
    says: /^a\.csv: This is a binary file, or UTF-16 without a byte order mark\. Save .*"finetune lint FILE --fix --out COPY"/,
  },
  'half a surrogate pair in UTF-16': {
    name: 'a.csv',
    content: Buffer.from('\uFEFFtext,label\nab\uD83D,x\n', 'utf16le'),
    says: /^a\.csv:2:3: Byte 0x.. is not UTF-16LE text/,
  },
  'an empty file': { name: 'a.csv', content: '', says: /^a\.csv: The file is empty/ },
  'a file of blanks': { name: 'a.jsonl', content: ' \n\n', says: /^a\.jsonl: The file is empty/ },
  'a gzip archive': {
    name: 'a.jsonl.gz',
    content: Uint8Array.of(0x1f, 0x8b, 8, 0),
    says: /^a\.jsonl\.gz: This is a gzip archive and not text\. Unpack/,
  },
  'a Parquet file cut short': {
    name: 'a.parquet',
    content: 'PAR1....',
    says: /^a\.parquet: The Parquet file cannot be read: .*Check that it was written to its end/,
  },
  'a Parquet file called something else': {
    name: 'a.parquet',
    content: 'PAR1....',
    how: { format: 'csv' },
    says: /^a\.parquet: This is a Parquet file and not csv/,
  },
  'text called a Parquet file': {
    name: 'a.parquet',
    content: 'text,label\na,b\n',
    says: /^a\.parquet: This is no Parquet file/,
  },
  'a binary file': {
    name: 'a.csv',
    content: Uint8Array.of(1, 0, 2),
    says: /^a\.csv: This is a binary file/,
  },
  'random bytes': {
    name: 'a.jsonl',
    content: seededRandom(7).bytes(1_000),
    says: /^a\.jsonl: This is binary data, or UTF-16 without a byte order mark, and not text\. Unpack/,
  },
  'a table that its name says nothing about, for its one row that does not fit': {
    name: 'a.dat',
    content: `text,label\n${'a,x\n'.repeat(8)}d\n`,
    says: /^a\.dat:10: This row has 1 cell/,
  },
  'columns instead of rows': {
    name: 'a.json',
    content: '{"text": ["a", "b"],\n "label": ["x", "y"]}',
    says: /^a\.json:1: This holds columns instead of rows: 2 values each in "text", "label"/,
  },
  'columns under numbers, as pandas writes them': {
    name: 'a.jsonl',
    content: '{"text": {"0": "a", "1": "b"}, "label": {"0": "x", "1": "y"}}\n',
    says: /^a\.jsonl:1: This holds columns instead of rows.*orient="records"/,
  },
  'prose with commas': {
    name: 'train.en',
    content: 'Two young, tall men are outside.\nA man in a hat\nA dog, a cat, a bird\nA girl\n',
    says: /^train\.en: The format of this file is not recognised/,
  },
  'plain text of no known format': {
    name: 'a.notes',
    content: 'hello\nworld\n',
    says: /^a\.notes: The format of this file is not recognised/,
  },
};

for (const [name, { name: file, content, how, says }] of Object.entries(refused)) {
  test(`refuses ${name}`, async () => {
    const written = write(file, content);
    await assert.rejects(read(written, how), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(printUserError(error).replace(`${folder}${path.sep}`, ''), says);
      return true;
    });
  });
}

const noPipes = process.platform === 'win32' && 'Windows has no named pipes in folders';
test('a pipe that nobody writes to is refused, not waited for', { skip: noPipes }, async () => {
  const pipe = path.join(folder, 'pipe.jsonl');
  execFileSync('mkfifo', [pipe]);
  await assert.rejects(read(pipe), /not an ordinary file/);
});

test('refuses what is not there, and a folder', async () => {
  mkdirSync(path.join(folder, 'sub.csv'));
  await assert.rejects(read(path.join(folder, 'sub.csv')), /a folder, not a data file/);
  await assert.rejects(read(path.join(folder, 'none.csv')), /no such file/);
  await assert.rejects(read(path.join(write('x.csv', 'text,label'), 'y.csv')), /no such file/);
});

test('a line without end is refused before memory runs out', async () => {
  const endless: Record<string, [content: string, line: number]> = {
    'endless.jsonl': [`{"a": "b"}\n{"a": "${'x'.repeat(9_000)}"}`, 2],
    'endless.json': [`[{"a": "b"},\n{"a": [${'1,'.repeat(9_000)}`, 2],
    'endless.csv': [`text,label\na,b\n"${'x\n'.repeat(9_000)}`, 3],
    'endless.tsv': [`text\tlabel\na\tb\n"${'x'.repeat(9_000)}`, 3],
  };
  for (const [name, [content, line]] of Object.entries(endless)) {
    const reading = async (): Promise<void> => {
      const options = { chunkBytes: 500, longestLine: 5_000 };
      for await (const { row } of readRows(sourceOf(write(name, content)), options)) {
        assert.equal(row, 1);
      }
    };
    await assert.rejects(reading(), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.place?.line, line, name);
      return error.message.includes('too long');
    });
  }
});

test('reading can be cancelled and tells how far it is', async () => {
  const file = write('long.csv', `text,label\n${'some text,x\n'.repeat(10_000)}`);
  const controller = new AbortController();
  const shares: number[] = [];
  const reading = async (): Promise<void> => {
    const options = {
      signal: controller.signal,
      onProgress: (done: number) => void shares.push(done),
      chunkBytes: 2_000,
    };
    for await (const { row } of readRows(sourceOf(file), options)) {
      if (row === 4_000) controller.abort(new Error('enough'));
    }
  };
  await assert.rejects(reading(), /enough/);
  assert.ok(shares.length > 10 && shares.length < 55, String(shares.length));
  assert.ok(shares.every((share, index) => index === 0 || share > (shares[index - 1] ?? 0)));
});

test('leaving the loop early closes the file', async () => {
  for (const format of ['csv', 'tsv'] as const) {
    const file = write(`many.${format}`, `text\n${`${'x'.repeat(99)}\n`.repeat(25_000)}`);
    for (let round = 0; round < 3; round += 1) {
      for await (const { row } of readRows(sourceOf(file))) if (row === 3) break;
    }
  }
  const files = '/proc/self/fd';
  if (!existsSync(files)) return;
  const open = readdirSync(files).flatMap((id) => {
    try {
      return [readlinkSync(path.join(files, id))];
    } catch {
      return [];
    }
  });
  assert.deepEqual(
    open.filter((file) => file.startsWith(folder)),
    [],
  );
});

const real = path.join(root, '../shared/data');
const missing = existsSync(real) ? false : 'needs ../shared/data';

test('real files: GoEmotions, SST-2, Amazon reviews', { skip: missing }, async () => {
  const count = async (file: string): Promise<number> => {
    let rows = 0;
    for await (const { line, row } of readRows(sourceOf(path.join(real, file)))) {
      rows = row;
      assert.equal(line, row, `${file}: one row per line`);
    }
    return rows;
  };
  assert.equal(await count('goemotions/group/train.tsv'), 43_410);
  assert.equal(await count('goemotions/group/dev.tsv'), 5_426);
  assert.equal(await count('sst2/train.tsv'), 6_920);
  assert.equal(await count('amazon_reviews/reviews.jsonl'), 6_000);
});
