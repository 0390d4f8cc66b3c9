import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { DatasetBrowser } from '../../../../src/data/browse/datasetBrowser';
import { asNamedNowhere } from '../../../support/asNamedNowhere';
import { sourceOf } from '../../../../src/data/readRows';
import {
  noFilter,
  type ColumnFilter,
  type DatasetHead,
  type RowFilter,
  type RowOrder,
  type ToDatasetPage,
} from '../../../../src/protocol/datasetPage';
import { temporaryFolder } from '../temporaryFolder';

const data = temporaryFolder();
const nRows = 1_000;
const labels = ['calm', 'glad', 'sad'];

interface Made {
  readonly text: string;
  readonly label: string;
  readonly stars: number;
}

/** Row 300 holds a quote, a line break and what is no ASCII; texts grow with their number. */
const rows: readonly Made[] = Array.from({ length: nRows }, (_, index) => ({
  text:
    index === 299 ? 'He said "no",\nthen 日本語 😀' : `text ${index + 1} ${'a'.repeat(index % 50)}`,
  label: labels[index % 3] ?? '',
  stars: index % 7,
}));

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const written: Readonly<Record<string, string>> = {
  'rows.jsonl': rows.map((row) => JSON.stringify(row)).join('\n'),
  'rows.json': JSON.stringify(rows, null, 1),
  'crlf.jsonl': `\uFEFF${rows.map((row) => JSON.stringify(row)).join('\r\n')}\r\n`,
  'rows.csv': `text,label,stars\n${rows
    .map(({ text, label, stars }) => `${quoted(text)},${label},${stars}`)
    .join('\n')}\n`,
};

interface Opened {
  readonly browser: DatasetBrowser;
  readonly heads: readonly DatasetHead[];
  /** Row ordinals and texts from a place of the view on. */
  readonly read: (at: number, count: number) => Promise<readonly (readonly [number, string])[]>;
  readonly shownCount: () => number;
}

async function open(context: TestContext, name: string, text: string): Promise<Opened> {
  const sent: ToDatasetPage[] = [];
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(data.write(name, text))),
    isCheckedAtOnce: true,
    firstVersion: 1,
    send: (message) => sent.push(message),
  });
  context.after(() => browser.dispose());
  await browser.open();
  const view = (): Extract<ToDatasetPage, { type: 'view' }>['view'] => {
    const last = sent.findLast((message) => message.type === 'view');
    assert(last?.type === 'view');
    return last.view;
  };
  return {
    browser,
    get heads() {
      return sent.flatMap((message) => (message.type === 'head' ? [message.head] : []));
    },
    async read(at, count) {
      await browser.sendRows(view().version, at, count);
      const answer = sent.findLast((message) => message.type === 'rows');
      assert(answer?.type === 'rows');
      const column = browserColumn(sent);
      return answer.rows.map(({ row, cells }) => [row, cells[column] ?? ''] as const);
    },
    shownCount: () => view().rows,
  };
}

function browserColumn(sent: readonly ToDatasetPage[]): number {
  const head = sent.findLast((message) => message.type === 'head');
  assert(head?.type === 'head');
  return head.head.columns.findIndex(({ name }) => name === 'text');
}

for (const [name, text] of Object.entries(written)) {
  test(`rows of ${name} are found wherever they stand`, async (context) => {
    const { read, heads, shownCount } = await open(context, name, text);
    assert.equal(shownCount(), nRows);
    for (const at of [0, 63, 64, 298, 511, 996]) {
      const expected = rows
        .slice(at, at + 4)
        .map(({ text: own }, index) => [at + index + 1, own.replaceAll('\n', ' ')]);
      assert.deepEqual(await read(at, 4), expected, `from ${at}`);
    }
    const last = heads.at(-1);
    assert.equal(last?.rows, nRows);
    assert.equal(last.done, 1);
    assert.equal(last.schema?.name, 'classification');
  });
}

const byColumn = (...columns: readonly ColumnFilter[]): RowFilter => ({ ...noFilter, columns });

const views: readonly {
  readonly title: string;
  readonly filter: RowFilter;
  readonly order: RowOrder | null;
  readonly expected: (row: Made, index: number) => boolean;
}[] = [
  {
    title: 'a text whatever its case',
    filter: { ...noFilter, text: ' TEXT 7' },
    order: null,
    expected: ({ text }) => text.includes('text 7'),
  },
  {
    title: 'a label',
    filter: byColumn({ column: 'label', kind: 'value', value: 'glad' }),
    order: null,
    expected: ({ label }) => label === 'glad',
  },
  {
    title: 'numbers and lengths at once',
    filter: byColumn(
      { column: 'stars', kind: 'number', low: 2, high: 3 },
      { column: 'text', kind: 'length', low: 40, high: 45 },
    ),
    order: null,
    expected: ({ stars, text }) =>
      stars >= 2 && stars <= 3 && text.length >= 40 && text.length <= 45,
  },
  {
    title: 'nothing',
    filter: { ...noFilter, text: 'stands nowhere' },
    order: null,
    expected: () => false,
  },
  {
    title: 'numbers in falling order',
    filter: byColumn({ column: 'label', kind: 'value', value: 'sad' }),
    order: { column: 'stars', direction: 'descending' },
    expected: ({ label }) => label === 'sad',
  },
];

for (const { title, filter, order, expected } of views) {
  test(`a view shows ${title}`, async (context) => {
    const { browser, read, shownCount } = await open(
      context,
      'v.jsonl',
      written['rows.jsonl'] ?? '',
    );
    await browser.setView(filter, order);
    const wanted = rows
      .map((row, index) => ({ ...row, row: index + 1 }))
      .filter((row, index) => expected(row, index));
    if (order !== null) wanted.sort((a, b) => b.stars - a.stars || a.row - b.row);
    assert.equal(shownCount(), wanted.length);
    const shown = await read(0, 500);
    assert.deepEqual(
      shown.map(([row]) => row),
      wanted.map(({ row }) => row).slice(0, 500),
    );
  });
}

test('columns have their type, fill and spread', async (context) => {
  const { heads } = await open(context, 'columns.jsonl', written['rows.jsonl'] ?? '');
  const columns = heads.at(-1)?.columns ?? [];
  assert.deepEqual(
    columns.map(({ name, type, filled }) => [name, type, filled]),
    [
      ['text', 'text', nRows],
      ['label', 'text', nRows],
      ['stars', 'number', nRows],
    ],
  );
  const [text, label] = columns;
  assert(label?.histogram?.kind === 'values');
  assert.deepEqual(
    label.histogram.values.map(({ value, count }) => [value, count]),
    [
      ['calm', 334],
      ['glad', 333],
      ['sad', 333],
    ],
  );
  assert(text?.histogram?.kind === 'length');
  assert.equal(
    text.histogram.counts.reduce((sum, count) => sum + count, 0),
    nRows,
  );
});

test('ids in quotes are text, and sort as the numbers they read as; cells of a table are numbers', async (context) => {
  const ids = ['10', '9', '007'];
  const lines = ids.map((id) => `${JSON.stringify({ text: `row ${id}`, id })}\n`).join('');
  const table = ['text,id', ...ids.map((id) => `row ${id},${id}`), ''].join('\n');
  for (const [name, text, type] of [
    ['ids.jsonl', lines, 'text'],
    ['ids.csv', table, 'number'],
  ] as const) {
    const { browser, heads, read } = await open(context, name, text);
    const columns = heads.at(-1)?.columns ?? [];
    assert.equal(columns.find((column) => column.name === 'id')?.type, type, name);
    await browser.setView(noFilter, { column: 'id', direction: 'ascending' });
    assert.deepEqual(
      (await read(0, 3)).map(([row]) => row),
      [3, 2, 1],
      name,
    );
  }
});

test('a table has columns before it has rows, and its schema comes from all first rows', async (context) => {
  const empty = await open(context, 'header.csv', 'text,label\n');
  const head = empty.heads.at(-1);
  assert.deepEqual(
    head?.columns.map(({ name, type, filled }) => [name, type, filled]),
    [
      ['text', 'empty', 0],
      ['label', 'empty', 0],
    ],
  );
  assert.equal(head.rows, 0);
  const short = await open(context, 'short.csv', 'text,label\nfirst,a\nsecond,b\n');
  const { schema } = short.heads.at(-1) ?? {};
  assert.equal(schema?.name, 'classification');
  assert.match(schema.evidence, /all 2 rows/);
  const long = await open(context, 'long.csv', `text,label\n${'some words,a\n'.repeat(1_001)}`);
  assert.match(long.heads.at(-1)?.schema?.evidence ?? '', /^all of the first 1,000 rows/);
});

test('control characters are seen as signs of their own', async (context) => {
  const text = JSON.stringify({ text: 'a\u0000b\u001b\tc\u007f', label: 'x' });
  const { read } = await open(context, 'control.jsonl', text);
  assert.deepEqual(await read(0, 1), [[1, 'a␀b␛ c␡']]);
});

test('a Parquet file of which no row can be read says why', async () => {
  const root = process.env.FINETUNE_ROOT ?? '.';
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(path.join(root, 'test/fixtures/parquet/twice.parquet'))),
    ...{ isCheckedAtOnce: false, firstVersion: 1, send: () => undefined },
  });
  await assert.rejects(browser.open(), /two columns named "text". Give one of them another name/);
  browser.dispose();
});

test('a view that is asked for before the file is open is shown once it is', async (context) => {
  const sent: ToDatasetPage[] = [];
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(data.write('early.jsonl', written['rows.jsonl'] ?? ''))),
    ...{ isCheckedAtOnce: false, firstVersion: 7, model: null },
    send: (message) => sent.push(message),
  });
  context.after(() => browser.dispose());
  const filter = byColumn({ column: 'label', kind: 'value', value: 'glad' });
  await browser.setView(filter, null);
  await browser.open();
  const last = sent.findLast((message) => message.type === 'view');
  assert(last?.type === 'view' && last.view.version > 7);
  assert.deepEqual([last.view.filter, last.view.rows, last.view.done], [filter, 333, 1]);
});

test('reading stops when asked to, and what was read by then stays', async (context) => {
  const sent: ToDatasetPage[] = [];
  const many = Array.from({ length: 200 }, () => written['rows.jsonl']).join('\n');
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(data.write('stopped.jsonl', many))),
    ...{ isCheckedAtOnce: true, firstVersion: 1, model: null },
    send(message) {
      sent.push(message);
      if (message.type !== 'head' || message.head.rows === 0 || message.head.isStopped) return;
      browser.stop();
    },
  });
  context.after(() => browser.dispose());
  await browser.open();
  const last = sent.findLast((message) => message.type === 'head');
  assert(last?.type === 'head');
  const { isStopped, done, rows: read, problems, schema } = last.head;
  assert.deepEqual([isStopped, problems, schema?.name], [true, null, 'classification']);
  assert(done < 1 && read > 0 && read < 200 * nRows, `${read} rows, ${done}`);
});

test('a sort that is stopped goes back to the rows and the order before', async (context) => {
  const sent: ToDatasetPage[] = [];
  const file = data.write('unsorted.jsonl', written['rows.jsonl'] ?? '');
  let isStopping = false;
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(file)),
    ...{ isCheckedAtOnce: false, firstVersion: 1, model: null },
    send(message) {
      sent.push(message);
      if (!isStopping || message.type !== 'view' || message.view.done === 1) return;
      isStopping = false;
      browser.stop();
    },
  });
  context.after(() => browser.dispose());
  await browser.open();
  const filter = byColumn({ column: 'label', kind: 'value', value: 'glad' });
  const before: RowOrder = { column: 'stars', direction: 'ascending' };
  const given = { filter, order: { column: 'text', direction: 'descending' } as const };
  for (const [kept, order, nShown] of [
    [noFilter, null, nRows],
    [filter, before, 333],
  ] as const) {
    await browser.setView(kept, order);
    const { version } = browser;
    isStopping = true;
    await browser.setView(given.filter, given.order);
    const back = sent.at(-1);
    assert(back?.type === 'back');
    assert.deepEqual(back.given, given);
    assert.deepEqual([back.view.filter, back.view.order], [kept, order]);
    assert.deepEqual([back.view.rows, back.view.done], [nShown, 1]);
    assert.match(back.view.note ?? '', /^Stopped/);
    assert(back.view.version > version);
    await browser.sendRows(back.view.version, 0, 3);
    const answer = sent.at(-1);
    assert(answer?.type === 'rows' && answer.rows.length === 3);
  }
});

test('problems are found, counted and filtered by', async (context) => {
  const lines = (written['rows.jsonl'] ?? '').split('\n');
  lines[499] = '{"text": "broken';
  const { browser, heads, read } = await open(context, 'p.jsonl', lines.join('\n'));
  const counted = heads.at(-1)?.problems?.find(({ rule }) => rule === 'L-FMT-01');
  assert.equal(counted?.count, 1);
  await browser.setView({ ...noFilter, problem: 'L-FMT-01' }, null);
  assert.deepEqual(
    (await read(0, 10)).map(([row]) => row),
    [500],
  );
});

test('the side panel shows how the model reads a row, and why it cannot', async (context) => {
  const model = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/training/model');
  const text = 'one two three four five six seven eight nine ten';
  const file = data.write('tokens.jsonl', `${JSON.stringify({ text, label: 'a' })}\n`);
  for (const [folder, expected] of [
    [model, { cut: true, note: /label is learnt/ }],
    [data.folder, { cut: false, note: /./ }],
  ] as const) {
    const sent: ToDatasetPage[] = [];
    const browser = new DatasetBrowser({
      ...asNamedNowhere(sourceOf(file)),
      isCheckedAtOnce: true,
      firstVersion: 1,
      model: { path: folder, maxLength: 6 },
      send: (message) => sent.push(message),
    });
    context.after(() => browser.dispose());
    await browser.open();
    await browser.sendDetail(1);
    const answer = sent.find((message) => message.type === 'detail');
    assert(answer?.type === 'detail' && answer.detail.tokens !== null);
    const { pieces, cut, note } = answer.detail.tokens;
    assert.match(note ?? '', expected.note);
    assert.equal(cut > 0, expected.cut);
    if (expected.cut) {
      assert.equal(pieces.map((piece) => piece.text).join(''), text);
      assert.deepEqual(
        pieces.map(({ isKept }) => isKept),
        [true, false],
      );
    }
  }
});

test('the side panel says of a field that is cut how long it is', async (context) => {
  const sent: ToDatasetPage[] = [];
  const text = JSON.stringify({ text: 'a'.repeat(100_001), label: 'b'.repeat(100_000) });
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(data.write('cut.jsonl', text))),
    ...{ isCheckedAtOnce: false, firstVersion: 1 },
    send: (message) => sent.push(message),
  });
  context.after(() => browser.dispose());
  await browser.open();
  await browser.sendDetail(1);
  const answer = sent.find((message) => message.type === 'detail');
  assert(answer?.type === 'detail');
  assert.deepEqual(
    answer.detail.fields.map((field) => [field.text.length, field.text.at(-1), field.cutFrom]),
    [
      [100_001, '…', 100_001],
      [100_000, 'b', null],
    ],
  );
});
