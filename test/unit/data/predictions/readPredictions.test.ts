import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadExamples } from '../../../../src/data/loadExamples';
import { alignPredictions } from '../../../../src/data/predictions/alignPredictions';
import { readPredictions } from '../../../../src/data/predictions/readPredictions';
import { sourceOf } from '../../../../src/data/readRows';
import { UserError } from '../../../../src/protocol/errors';
import { temporaryFolder } from '../temporaryFolder';

const { write } = temporaryFolder();

interface Read {
  readonly labels: readonly string[];
  readonly probabilities: readonly number[];
  readonly decisions?: readonly number[];
  readonly keys?: readonly string[];
}

async function check(lines: readonly string[], { labels, ...expected }: Read): Promise<void> {
  const read = await readPredictions(write('predictions.jsonl', lines.join('\n')));
  assert.deepEqual(read.labels, labels);
  assert.deepEqual([...read.probabilities], expected.probabilities.map(Math.fround));
  assert.deepEqual(read.decisions && [...read.decisions], expected.decisions ?? null);
  assert.deepEqual(read.keys?.values, expected.keys);
}

test('predictions are read in each of the forms', async () => {
  await check(
    [
      '{"row": 2, "prediction": "yes", "scores": {"yes": 0.75, "no": 0.25}}',
      '',
      '{"row": 1, "prediction": "yes", "scores": {"no": 0.625, "yes": 0.375}}',
    ],
    {
      labels: ['no', 'yes'],
      ...{ probabilities: [0.25, 0.75, 0.625, 0.375], decisions: [1, 1], keys: ['2', '1'] },
    },
  );
  await check(
    ['{"id": "x", "probabilities": {"10": 0.5, "9": 0.25, "11": 0.25}}'],
    // As numbers, 9 comes before 10.
    { labels: ['9', '10', '11'], probabilities: [0.25, 0.5, 0.25], keys: ['x'] },
  );
  // Rounded to two places, so that they sum up to 0.99.
  await check(['{"probabilities": {"a": 0.33, "b": 0.33, "c": 0.33}}'], {
    ...{ labels: ['a', 'b', 'c'], probabilities: [1 / 3, 1 / 3, 1 / 3] },
  });
  // The score is that of the label of its line, whichever is likelier.
  await check(['{"label": "bad", "score": 0.75}', '{"label": "good", "score": 0.125}'], {
    ...{ labels: ['bad', 'good'], probabilities: [0.75, 0.25, 0.875, 0.125] },
  });
});

async function refused(
  lines: readonly string[],
  line: number | null,
  message: RegExp,
): Promise<void> {
  const file = write('predictions.jsonl', lines.join('\n'));
  await assert.rejects(readPredictions(file), (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    assert.deepEqual(error.place?.file, file);
    if (line !== null) assert.equal(error.place.line, line);
    assert.ok((error.next ?? '').length > 0 && error.message.length < 450);
    return true;
  });
}

test('what is no prediction is refused with its line', async () => {
  const right = '{"row": 1, "scores": {"a": 0.5, "b": 0.5}}';
  const second = (rest: string): string[] => [right, `{"row": 2, ${rest}}`];
  await refused(second('"prediction": "a"'), 2, /no prediction/);
  await refused(second('"scores": [0.5, 0.5]'), 2, /which probability is of which label/);
  await refused(second('"scores": {"a": 2, "b": -1}'), 2, /score of "a" is 2/);
  await refused(second('"scores": {"a": 1.0000001, "b": 0}'), 2, /no probability/);
  await refused(second('"scores": {"a": null, "b": 1}'), 2, /score of "a" is null/);
  await refused(second('"scores": {"a": "0.5", "b": 0.5}'), 2, /score of "a" is "0.5"/);
  await refused(second('"scores": {"a": NaN, "b": 0.5}'), 2, /NaN|JSON/);
  await refused(second('"scores": {"a": 0.5, "b": 0.2}'), 2, /sum up to 0.7/);
  await refused(second('"scores": {"a": 1, "c": 0}'), 1, /no score of "c"/);
  await refused(second('"scores": {"b": 1}'), 2, /no score of "a"/);
  await refused(second('"probabilities": {"a": 1, "b": 0}'), 2, /gives "probabilities"/);
  await refused([right, right], 2, /"row" 1 has several/);
  await refused([right, '{"scores": {"a": 1, "b": 0}}'], 2, /neither "row" nor "id"/);
  await refused(['{"row": 0, "scores": {"a": 1, "b": 0}}'], 1, /no number of a row/);
  await refused(['{"id": [1], "scores": {"a": 1, "b": 0}}'], 1, /names no row/);
  await refused(second('"scores": {"a": 1, "b": 0}, "prediction": "c"'), 1, /no "prediction"/);
  await refused(
    ['{"scores": {"a": 1, "b": 0}, "prediction": "c"}'],
    1,
    /"prediction" is "c", which has no score/,
  );
  await refused(['{"label": "a", "score": 0.5}'], null, /score of "a" alone/);
  await refused(
    ['a', 'b', 'c'].map((label) => `{"label": "${label}", "score": 0.9}`),
    null,
    /names 3 labels/,
  );
  await refused(['label,score', 'a,0.5'], 1, /JSON/);
  await refused([''], null, /empty|no predictions/);
});

const rows = write('rows.jsonl', '{"id": 7, "text": "one"}\n{"id": 8, "text": "two"}\n');

async function aligned(lines: readonly object[]): Promise<number[]> {
  const file = write('predictions.jsonl', lines.map((line) => JSON.stringify(line)).join('\n'));
  const examples = await loadExamples(sourceOf(rows), {
    ...{ fields: { text: 'text', label: null }, needsLabel: false },
    columns: [{ name: 'id', key: null }],
  });
  return [...alignPredictions(await readPredictions(file), examples)];
}

test('each row finds its prediction, by number, id or place', async () => {
  const probabilities = { a: 0.5, b: 0.5 };
  assert.deepEqual(await aligned([{ probabilities }, { probabilities, text: 'two' }]), [0, 1]);
  const byRow = [2, 1].map((row) => ({ row, probabilities }));
  assert.deepEqual(await aligned(byRow), [1, 0]);
  const byId = ['8', '7'].map((id) => ({ id, probabilities }));
  assert.deepEqual(await aligned(byId), [1, 0]);
});

test('rows without a prediction, and predictions without a row, are refused where they stand', async () => {
  const probabilities = { a: 0.5, b: 0.5 };
  const file = write('predictions.jsonl', '');
  const no = async (
    lines: readonly object[],
    place: { file: string; line: number },
    message: RegExp,
  ): Promise<void> => {
    await assert.rejects(aligned(lines), (error: unknown) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, message);
      assert.deepEqual(error.place, place);
      return true;
    });
  };
  const [one, two] = [
    { row: 1, probabilities },
    { row: 2, probabilities },
  ];
  await no([{ probabilities }], { file: rows, line: 2 }, /Row 2 has no prediction/);
  await no(
    [{}, {}, {}].map(() => ({ probabilities })),
    { file, line: 3 },
    /no row for this/,
  );
  await no([one], { file: rows, line: 2 }, /Row 2 has no prediction/);
  await no([one, two, { row: 3, probabilities }], { file, line: 3 }, /no row with the row 3/);
  await no([{ id: 9, probabilities }], { file: rows, line: 1 }, /Row 1 has no prediction/);
  await no(
    [{ probabilities }, { probabilities, text: 'too' }],
    { file, line: 2 },
    /another text than row 2/,
  );
});
