import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossFolds } from '../../../src/data/crossFolds';
import { randomNumbers } from '../../support/randomNumbers';

test('folds: equal texts together, every label shared out, the same from the same seed', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = randomNumbers(seed);
    const count = 40 + Math.floor(random() * 200);
    const folds = 2 + Math.floor(random() * 6);
    const texts = Array.from({ length: count }, () => `Text ${Math.floor(random() * count)}`);
    const labels: string[] = texts.map((text) =>
      Number(text.slice(5)) % 5 === 0 ? 'rare' : 'usual',
    );
    // Another spelling of the same text.
    texts.push(` ${(texts[0] ?? '').toUpperCase()}`);
    labels.push(labels[0] ?? '');
    const foldOf = crossFolds({ texts, labels }, folds, seed);
    const where = `seed ${seed}`;
    assert.deepEqual(crossFolds({ texts, labels }, folds, seed), foldOf, where);
    const known = new Map<string, number>();
    for (const [row, text] of texts.entries()) {
      const key = text.trim().toLowerCase();
      assert.equal(known.get(key) ?? foldOf[row], foldOf[row], `${where}, row ${row}`);
      known.set(key, foldOf[row] ?? 0);
    }
    for (const label of ['rare', 'usual']) {
      const counts = Array.from({ length: folds }, () => 0);
      const ofLabel = new Set(
        texts.flatMap((text, row) => (labels[row] === label ? [text.trim().toLowerCase()] : [])),
      );
      for (const text of ofLabel) counts[known.get(text) ?? 0]! += 1;
      assert.ok(
        Math.max(...counts) - Math.min(...counts) <= 1,
        `${where}, ${label}: ${counts.join(' ')}`,
      );
    }
  }
});
