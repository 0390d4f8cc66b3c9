import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProbabilities } from '../../../../src/data/labelErrors/readProbabilities';
import { UserError } from '../../../../src/protocol/errors';
import { temporaryFolder } from '../temporaryFolder';

const { write } = temporaryFolder();

test('predictions are read by row, whatever the order of labels and rows', async () => {
  const path = write(
    'predictions.jsonl',
    [
      '{"row": 3, "prediction": "yes", "scores": {"yes": 0.75, "no": 0.25}}',
      '{"row": 1, "prediction": "no", "scores": {"no": 0.998, "yes": 0.0}}',
    ].join('\n'),
  );
  const read = await readProbabilities(path);
  assert.deepEqual(read.labels, ['no', 'yes']);
  assert.deepEqual([...(read.of(3) ?? [])], [0.25, 0.75]);
  assert.deepEqual([...(read.of(1) ?? [])], [1, 0]);
  assert.equal(read.of(2), null);
});

async function check(lines: readonly string[], line: number, message: RegExp): Promise<void> {
  const path = write('predictions.jsonl', lines.join('\n'));
  await assert.rejects(readProbabilities(path), (error: unknown) => {
    assert.ok(error instanceof UserError);
    assert.match(error.message, message);
    assert.deepEqual(error.place, { file: path, line });
    return true;
  });
}

test('what is no prediction is refused with its line', async () => {
  const right = '{"row": 1, "scores": {"a": 0.5, "b": 0.5}}';
  await check([right, '{"row": 2}'], 2, /needs "row" and "scores"/);
  await check([right, '{"row": 0, "scores": {"a": 1, "b": 0}}'], 2, /needs "row" and "scores"/);
  await check([right, right], 2, /Row 1 has several/);
  await check([right, '{"row": 2, "scores": {"a": 0.5, "c": 0.5}}'], 2, /no probabilities/);
  await check([right, '{"row": 2, "scores": {"a": 0.5, "b": 0.2}}'], 2, /no probabilities/);
  await check([right, '{"row": 2, "scores": {"a": 2, "b": -1}}'], 2, /no probabilities/);
  await check([right, '{"row": 2, "scores": {"a": 0.2, "b": 0.5, "c": 0.3}}'], 2, /no probabil/);
});
