import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressReader, type ProgressLine } from '../../../src/extension/progressLines';

test('progress lines are heard and taken out of the complaints, however they are cut', () => {
  const text =
    'Note: the data changed.\nprogress 0 % Evaluating\nprogress 46 % Evaluating\nIt broke.';
  for (const size of [1, 3, 7, 1_000]) {
    const heard: ProgressLine[] = [];
    const read = progressReader((line) => heard.push(line));
    let kept = '';
    for (let at = 0; at < text.length; at += size) kept += read(text.slice(at, at + size));
    assert.equal(kept, 'Note: the data changed.\nIt broke.', `pieces of ${size}`);
    assert.deepEqual(
      heard.map(({ percent }) => percent),
      [0, 46],
    );
  }
});
