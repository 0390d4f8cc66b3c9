import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { hashFile } from '../../../src/data/hashFile';
import { labelHint, labelIds, orderLabels } from '../../../src/data/labels';
import { loadDatasets } from '../../../src/data/loadDatasets';
import { loadExamples } from '../../../src/data/loadExamples';
import type { LoadOptions } from '../../../src/data/loadExamples';
import { sourceOf } from '../../../src/data/readRows';
import { summariseDataset } from '../../../src/data/summariseDataset';
import { UserError, printUserError } from '../../../src/protocol/errors';
import type { DataConfig } from '../../../src/protocol/runConfig';
import { temporaryFolder } from './temporaryFolder';

const { folder, write } = temporaryFolder();
const root = process.env.FINETUNE_ROOT ?? '.';
const recognise = { text: null, label: null };

function load(file: string, options: Partial<LoadOptions> = {}) {
  return loadExamples(sourceOf(file), { fields: recognise, needsLabel: true, ...options });
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.ok(error.next, 'an error names the next action');
    return printUserError(error).replaceAll(`${folder}${path.sep}`, '');
  }
  assert.fail('a refusal was expected');
}

interface Recognised {
  content: string;
  name?: string;
  fields?: { text: string | null; label: string | null };
  usual?: { text: string | null; label: string | null };
  needsLabel?: boolean;
  found: [string, string | null] | RegExp;
}

const recognised: Record<string, Recognised> = {
  'text and label': { content: 'id,text,label\n1,a b,x\n', found: ['text', 'label'] },
  'names in capitals': { content: 'Review,Class\na b,x\n', found: ['Review', 'Class'] },
  'gold and sentence': { content: 'gold,sentence,n\nx,a b,1\n', found: ['sentence', 'gold'] },
  'the only column of strings': {
    content: 'n,utterance,label\n1,a b,7\n',
    found: ['utterance', 'label'],
  },
  'strings beside strings that are labels': {
    content: 'utterance,label\nso it is,x\n',
    found: ['utterance', 'label'],
  },
  'the only other column': { content: 'text,mood\na b,x\n', found: ['text', 'mood'] },
  'no header': { name: 'a.tsv', content: 'a fine film\t1\nno fun\t0\n', found: ['1', '2'] },
  'two names for text': {
    content: 'text,comment,label\na,b,c\n',
    found:
      /^a\.csv:2: Which column holds the text\? It could be "text", "comment"\. Name it with "data\.fields\.text".*--fields text=COLUMN/,
  },
  'two columns of strings': {
    content: 'one,two,label\na b,c d,1\n',
    found: /Which column holds the text\? It could be "one", "two"/,
  },
  'several columns beside the text': {
    content: 'text,mood,stars\na b,x,1\n',
    found: /Which column holds the label\? It could be "mood", "stars"/,
  },
  'two names for label': {
    content: 'text,label,target\na,b,c\n',
    found: /Which column holds the label\? It could be "label", "target"/,
  },
  'no label at all': {
    content: 'text\na b\n',
    found: /There is no column for the label beside "text"/,
  },
  'no text at all': {
    content: 'a,label\n1,2\n',
    found: /No column holds text; there are "a", "label"/,
  },
  'no label where none is needed': {
    content: 'text\na b\n',
    needsLabel: false,
    found: ['text', null],
  },
  'a named label that is absent where none is needed': {
    content: 'text,id\na b,1\n',
    fields: { text: 'text', label: 'mood' },
    needsLabel: false,
    found: ['text', null],
  },
  'named columns': {
    content: 'text,comment,label,mood\na,b,c,d\n',
    fields: { text: 'comment', label: 'mood' },
    found: ['comment', 'mood'],
  },
  'a name that leaves one other': {
    content: 'text,label,target\na,b,c\n',
    fields: { text: null, label: 'target' },
    found: ['text', 'target'],
  },
  'columns by position': {
    content: 'utterance,mood\nso it is,x\n',
    fields: { text: '1', label: '2' },
    found: ['utterance', 'mood'],
  },
  'keys within keys': {
    name: 'a.jsonl',
    content: '{"review": {"body": "a b"}, "meta": {"stars": 5}}\n',
    fields: { text: 'review.body', label: 'meta.stars' },
    found: ['review.body', 'meta.stars'],
  },
  'a column that is not there': {
    content: 'text,label\na b,x\n',
    fields: { text: 'txt', label: null },
    found:
      /There is no column "txt" for the text in a\.csv; there are "text", "label"\. Did you mean "text"\? Correct "data\.fields\.text"/,
  },
  'columns a run found, where others could be meant': {
    content: 'id,utterance,note,label,mood\n1,a b,c d,x,y\n',
    usual: { text: 'utterance', label: 'mood' },
    found: ['utterance', 'mood'],
  },
  'columns a run found, in a file without them': {
    content: 'sentence,label\na b,x\n',
    usual: { text: 'utterance', label: 'mood' },
    found: ['sentence', 'label'],
  },
  'a name before what a run found': {
    content: 'a,b,label\nc d,e f,x\n',
    fields: { text: 'b', label: null },
    usual: { text: 'a', label: 'label' },
    found: ['b', 'label'],
  },
  'a position in JSON': {
    name: 'a.jsonl',
    content: '{"a": "b c", "d": "e"}\n',
    fields: { text: '1', label: '2' },
    found: /There is no column "2"/,
  },
};

for (const [name, row] of Object.entries(recognised)) {
  test(`fields: ${name}`, async () => {
    const { content, name: file = 'a.csv', fields, usual = null, needsLabel, found } = row;
    const loading = load(write(file, content), {
      fields: fields ?? recognise,
      usual,
      needsLabel: needsLabel ?? true,
    });
    if (found instanceof RegExp) assert.match(await refusal(loading), found);
    else assert.deepEqual((await loading).fields, { text: found[0], label: found[1] });
  });
}

test('labels become strings, and rows keep their place', async () => {
  const file = write(
    'a.jsonl',
    '{"text":"a","label":1}\n\n{"text":"b","label":true}\n{"text":"c","label":" x "}\n{"text":"d","label":0.5}\n',
  );
  const { texts, labels, rows, lines } = await load(file);
  assert.deepEqual(texts, ['a', 'b', 'c', 'd']);
  assert.deepEqual(labels, ['1', 'true', 'x', '0.5']);
  assert.deepEqual(rows, [1, 2, 3, 4]);
  assert.deepEqual(lines, [1, 3, 4, 5]);
});

const faulty: Record<string, [string, RegExp]> = {
  'an empty text': [
    '{"text":"a","label":1}\n{"text":" ","label":1}\n',
    /^a\.jsonl:2: Row 2 has an empty "text"\. Fill it in, or remove the row\.$/,
  ],
  'texts that are missing': [
    '{"text":"a","label":1}\n{"label":1}\n{"text":null,"label":2}\n',
    /^a\.jsonl:2: Row 2 has no "text"; so has one other row\. Fill them in/,
  ],
  'a number as text': [
    '{"text":"a","label":1}\n{"text":5,"label":1}\n',
    /^a\.jsonl:2: Row 2 has a number instead of text in "text"/,
  ],
  'missing labels': [
    '{"text":"a","label":1}\n{"text":"a"}\n{"text":"a","label":""}\n{"text":"a","label":null}\n',
    /^a\.jsonl:2: Row 2 has no label in "label"; so have 2 other rows/,
  ],
  'a label of more digits than are kept': [
    '{"text":"a","label":1}\n{"text":"b","label":9007199254740993}\n',
    /^a\.jsonl:2: Row 2 has a number in "label" that is no label: NaN, infinite, or of more digits than a number keeps \(write it in quotes\)/,
  ],
  'a list of labels': [
    '{"text":"a","label":["x","y"]}\n',
    /^a\.jsonl:1: Row 1 has more than one label in "label" \(this version trains on one label per row\)/,
  ],
};

for (const [name, [content, says]] of Object.entries(faulty)) {
  test(`refuses ${name}`, async () => {
    assert.match(await refusal(load(write('a.jsonl', content))), says);
  });
}

test('refuses a file without rows', async () => {
  assert.match(
    await refusal(load(write('a.csv', 'text,label\n'))),
    /^a\.csv: The file has no rows/,
  );
});

test('labels are ordered as the model has them, else as numbers, else by code point', () => {
  assert.deepEqual(orderLabels(['b', 'a', 'b'], null), ['a', 'b']);
  assert.deepEqual(orderLabels(['10', '9', '-1'], null), ['-1', '9', '10']);
  assert.deepEqual(orderLabels(['10', '9', 'x'], null), ['10', '9', 'x']);
  assert.deepEqual(orderLabels(['é', 'z', 'Z'], null), ['Z', 'z', 'é']);
  assert.deepEqual(orderLabels(['neg'], { pos: 1, neg: 0 }), ['neg', 'pos']);
  assert.deepEqual(orderLabels(['neg', 'other'], { pos: 0, neg: 1 }), ['neg', 'other']);
  assert.deepEqual(
    orderLabels(['b', 'a'], { b: 0, a: 5 }),
    ['a', 'b'],
    'ids with a gap are not kept',
  );
});

test('a label column that looks like something else is worth a hint', () => {
  const names = Array.from({ length: 30 }, (_, index) => `id${index}`);
  assert.match(labelHint(names, 40) ?? '', /30 different labels in 40 rows: check/);
  assert.equal(labelHint(names, 400), null);
  assert.match(
    labelHint(['1,2', '2,3', '4', ...Array.from({ length: 15 }, (_, i) => `9,${i}`)], 20) ?? '',
    /cells such as "1,2"/,
  );
});

function dataOf(train: string, more: Partial<DataConfig> = {}): DataConfig {
  return {
    train: sourceOf(train),
    validation: null,
    test: null,
    fields: recognise,
    split: null,
    ...more,
  };
}

test('training on other schemas than text and label comes later', async () => {
  const train = write('later.jsonl', '{"text": "a", "label": "x"}\n{"text": "b", "label": "y"}\n');
  const schema = 'messages';
  const says = await refusal(loadDatasets(dataOf(train, { schema }), { label2id: null }));
  assert.match(says, /Training on rows of messages is not in this version yet/);
  const { labels } = await loadDatasets(dataOf(train, { schema: 'classification' }), {
    label2id: null,
  });
  assert.deepEqual(labels, ['x', 'y']);
});

test('datasets from files share one set of labels', async () => {
  const train = write('train.csv', 'text,label\na,x\nb,y\nc,z\n');
  const validation = write('dev.csv', 'text,label\nd,z\n');
  const shares: number[] = [];
  const {
    labels,
    train: rows,
    validation: held,
    test: none,
    records,
  } = await loadDatasets(dataOf(train, { validation: sourceOf(validation) }), {
    label2id: null,
    onProgress: (done) => void shares.push(done),
  });
  assert.deepEqual(labels, ['x', 'y', 'z']);
  assert.deepEqual([...rows.labelIds], [0, 1, 2]);
  assert.deepEqual([...(held?.labelIds ?? [])], [2]);
  assert.equal(none, null);
  const sha = createHash('sha256').update(readFileSync(train)).digest('hex');
  assert.deepEqual(records[0], { split: 'train', path: train, hash: sha, rows: 3 });
  assert.equal(records[1]?.rows, 1);
  assert.equal(await hashFile(train), sha);
  assert.deepEqual(shares, [0.5, 1]);
});

test('a label that training never saw is refused at its line', async () => {
  const train = write('train.csv', 'text,label\na,x\nb,y\n');
  const validation = write('dev.csv', 'text,label\nd,x\n\ne,q\n');
  const says = await refusal(
    loadDatasets(dataOf(train, { validation: sourceOf(validation) }), { label2id: null }),
  );
  assert.match(
    says,
    /^dev\.csv:4: Label "q" is unknown; the labels are "x", "y"\. Correct the label/,
  );
  const examples = await load(validation);
  assert.throws(() => labelIds(examples, ['x']), UserError);
});

test('declared labels keep their order, and one without training rows is worth a hint', async () => {
  const train = write('train.jsonl', '{"text":"a","label":1}\n{"text":"b","label":"no "}\n');
  const labels = ['no', '2', '1'];
  const own = { '1': 0, no: 1 };
  const found = await loadDatasets(dataOf(train, { labels }), { label2id: own });
  assert.deepEqual(found.labels, labels, 'not in the order of the model');
  assert.deepEqual([...found.train.labelIds], [2, 0], 'rows are compared as they are read');
  assert.deepEqual(found.hints, [
    'No training row has the label "2" of "data.labels": the model cannot learn it.',
  ]);
  const trained = await loadDatasets(dataOf(train, { labels: ['yes', 'maybe'] }), {
    label2id: null,
    fixedLabels: ['1', 'no'],
  });
  assert.deepEqual(trained.labels, ['1', 'no'], 'what a model has learnt stays');
});

for (const [what, validation, says] of [
  [
    'one row',
    'text,label\nd,good\ne,goood\n',
    /^dev\.csv:3: The label "goood" is not in "data\.labels", which has "bad", "good"\. Did you mean "good"\? Correct the row, or add the label to "data\.labels"\.$/,
  ],
  [
    'several rows',
    'text,label\nd,?\ne,other\nf,bad\ng,other\n',
    /^dev\.csv:2: The label "\?" is not in "data\.labels", which has "bad", "good"\. Nor are those of 2 more rows\. Correct the rows \("finetune lint" lists them\)/,
  ],
] as const) {
  test(`a label that is not declared is refused at its line: ${what}`, async () => {
    const train = write('train.csv', 'text,label\na,good\nb,bad\n');
    const labels = ['bad', 'good'];
    const loaded = (file: string): Promise<string> =>
      refusal(
        loadDatasets(dataOf(train, { labels, validation: sourceOf(file) }), { label2id: null }),
      );
    assert.match(await loaded(write('dev.csv', validation)), says);
    const alone = dataOf(write('dev.csv', validation), { labels });
    assert.match(await refusal(loadDatasets(alone, { label2id: null })), says, 'in training too');
  });
}

test('of declared labels more than one must have rows', async () => {
  const train = write('train.csv', 'text,label\na,x\nb,x\n');
  const data = dataOf(train, { labels: ['y', 'x'] });
  assert.match(
    await refusal(loadDatasets(data, { label2id: null })),
    /All 2 rows have the label "x"/,
  );
});

test('a validation file that is the training file is worth a hint', async () => {
  const train = sourceOf(write('train.csv', 'text,label\na,x\nb,y\n'));
  const { hints } = await loadDatasets(dataOf(train.path, { validation: train }), {
    label2id: null,
  });
  assert.deepEqual(hints, [
    'The validation file is the training file: its figures show memory, not skill.',
  ]);
});

test('one label only is nothing to learn', async () => {
  const train = write('train.csv', 'text,label\na,x\nb,x\n');
  assert.match(
    await refusal(loadDatasets(dataOf(train), { label2id: null })),
    /^train\.csv: All 2 rows have the label "x"\. There is nothing to learn/,
  );
});

test('parts are cut from the training file by label or by another column', async () => {
  const lines = Array.from(
    { length: 100 },
    (_, i) => `text ${i},${i % 4 === 0 ? 'x' : 'y'},${i % 2 === 0 ? 'g' : 'h'}`,
  );
  const train = write('train.csv', `text,label,group\n${lines.join('\n')}\n`);
  const split = { validation: 0.2, test: 0.1, stratify: 'label', seed: 1 };
  const cut = await loadDatasets(dataOf(train, { split }), { label2id: null });
  assert.equal(cut.train.texts.length, 70);
  assert.equal(cut.validation?.labels.filter((label) => label === 'x').length, 5);
  assert.deepEqual(
    cut.records.map(({ split: part, rows }) => [part, rows]),
    [
      ['train', 70],
      ['validation', 20],
      ['test', 10],
    ],
  );
  assert.equal(cut.validation.lines[0], (cut.validation.rows[0] ?? 0) + 1);
  const byGroup = await loadDatasets(dataOf(train, { split: { ...split, stratify: 'group' } }), {
    label2id: null,
  });
  const noSuch = loadDatasets(dataOf(train, { split: { ...split, stratify: 'topic' } }), {
    label2id: null,
  });
  assert.match(await refusal(noSuch), /There is no column "topic" to stratify by/);
  assert.equal(byGroup.validation?.strata.filter((group) => group === 'g').length, 10);
});

test('too few rows to cut from are refused', async () => {
  const train = write('train.csv', 'text,label\na,x\nb,y\n');
  const split = { validation: 0.1, test: 0, stratify: 'label', seed: 1 };
  assert.match(
    await refusal(loadDatasets(dataOf(train, { split }), { label2id: null })),
    /^train\.csv: 2 rows are too few to cut validation rows from/,
  );
});

test('a summary counts rows, columns and labels', async () => {
  const many = Array.from({ length: 1_500 }, (_, i) =>
    JSON.stringify({ text: `t ${i}`, label: i % 3, ...(i % 2 ? { note: 'n' } : {}), list: [] }),
  );
  const summary = await summariseDataset(sourceOf(write('a.jsonl', many.join('\n'))));
  assert.deepEqual(summary, {
    format: 'jsonl',
    rows: 1_500,
    columns: [
      { name: 'text', type: 'text', filled: 1_500, distinct: null },
      { name: 'label', type: 'number', filled: 1_500, distinct: 3 },
      { name: 'list', type: 'list', filled: 1_500, distinct: null },
      { name: 'note', type: 'text', filled: 750, distinct: 1 },
    ],
    fields: { text: 'text', label: 'label' },
    reason: null,
    labels: [
      { label: '0', count: 500 },
      { label: '1', count: 500 },
      { label: '2', count: 500 },
    ],
    moreLabels: 0,
  });
  const unclear = await summariseDataset(sourceOf(write('b.csv', 'one,two\na b,c d\n')));
  assert.equal(unclear.fields, null);
  assert.match(unclear.reason ?? '', /Which column holds the text/);
  const gaps = await summariseDataset(
    sourceOf(write('d.csv', 'text,label\na b,x\nc d,\ne f, x\n')),
  );
  assert.deepEqual(gaps.labels, [{ label: 'x', count: 2 }]);
  const none = await summariseDataset(sourceOf(write('c.csv', 'text,label\n')));
  assert.equal(none.rows, 0);
  assert.match(none.reason ?? '', /no rows/);
});

const real = path.join(root, '../shared/data');
const missing = existsSync(real) ? false : 'needs ../shared/data';

test('real files are recognised, or say what is unclear', { skip: missing }, async () => {
  const emotions = path.join(real, 'goemotions/group/train.tsv');
  assert.match(await refusal(load(emotions)), /Which column holds the text\? It could be "1", "3"/);
  const named = await load(emotions, { fields: { text: '1', label: '2' } });
  assert.equal(named.texts.length, 43_410);
  const single = named.labels.filter((label) => !label.includes(','));
  assert.deepEqual(orderLabels(single, null), ['0', '1', '2', '3']);
  const films = await load(path.join(real, 'sst2/train.tsv'));
  assert.deepEqual(films.fields, { text: '1', label: '2' });
  assert.equal(films.labels.length, 6_920);
  const reviews = await load(path.join(real, 'amazon_reviews/reviews.jsonl'));
  assert.deepEqual(orderLabels(reviews.labels, null), ['0', '1']);
});
