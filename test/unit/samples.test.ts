import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const data = path.join(process.env.FINETUNE_ROOT ?? '.', 'samples', 'data');

function countLabels(split: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const lines = readFileSync(path.join(data, `emotions.${split}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  for (const line of lines) {
    const row = JSON.parse(line) as Record<string, unknown>;
    assert.deepEqual(Object.keys(row), ['text', 'label']);
    const label = String(row.label);
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return counts;
}

test('the sample splits hold the rows that results are quoted for', () => {
  assert.deepEqual(
    {
      train: countLabels('train'),
      validation: countLabels('validation'),
      test: countLabels('test'),
    },
    {
      train: { ambiguous: 399, negative: 771, neutral: 1_276, positive: 1_554 },
      validation: { ambiguous: 103, negative: 220, neutral: 296, positive: 381 },
      test: { ambiguous: 78, negative: 240, neutral: 326, positive: 356 },
    },
  );
});
