import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { classify } from '../../../../src/trainer/inference/classify';
import { loadClassifier, type Classifier } from '../../../../src/trainer/inference/loadClassifier';
import { softmaxRows } from '../../../../src/trainer/inference/softmax';

const folder = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/models/bert');

async function withClassifier(use: (classifier: Classifier) => Promise<void>): Promise<void> {
  const options = { engine: 'compiled', device: 'cpu', maxLength: null } as const;
  const classifier = await loadClassifier(folder, options);
  try {
    await use(classifier);
  } finally {
    await classifier.dispose();
  }
}

const texts = Array.from({ length: 70 }, (_, i) =>
  'singing kindness a b. '.repeat(i % 4).concat('x'.repeat(i % 7)),
);

test('texts that run together give what each gives alone, in their order', async () => {
  await withClassifier(async (classifier) => {
    assert.deepEqual(classifier.labels, ['calm', 'cross', 'glad']);
    assert.equal(classifier.maxLength, 24);
    const { logits, probabilities } = await classify(classifier, texts);
    assert.equal(logits.length, texts.length * 3);
    for (const row of [0, 1, 33, 69]) {
      const alone = await classify(classifier, [texts[row]!]);
      for (let c = 0; c < 3; c++) {
        const off = Math.abs(logits[row * 3 + c]! - alone.logits[c]!);
        assert.ok(off < 1e-5, `row ${row}, label ${c} is off by ${off}`);
      }
    }
    for (let row = 0; row < texts.length; row++) {
      const sum = probabilities.subarray(row * 3, row * 3 + 3).reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - 1) < 1e-6);
    }
  });
});

test('progress rises to 1, and nothing is something too', async () => {
  await withClassifier(async (classifier) => {
    const shares: number[] = [];
    await classify(classifier, texts, { onProgress: (done) => shares.push(done) });
    assert.deepEqual(shares, [1 / 3, 2 / 3, 1]);
    assert.equal((await classify(classifier, [])).logits.length, 0);
  });
});

test('it ends before the next batch when it is asked to', async () => {
  await withClassifier(async (classifier) => {
    const controller = new AbortController();
    let batches = 0;
    const onProgress = (): void => {
      batches += 1;
      controller.abort(new Error('enough'));
    };
    await assert.rejects(
      classify(classifier, texts, { signal: controller.signal, onProgress }),
      /enough/,
    );
    assert.equal(batches, 1);
  });
});

test('probabilities of extreme logits are still probabilities', () => {
  // e^0 / (e^0 + e^-1) = 0.7310586
  const [a, b, c, d] = softmaxRows(Float32Array.of(1_000, 999, -1_000, 300), 2);
  assert.ok(Math.abs(a! - 0.7310586) < 1e-6 && Math.abs(b! - 0.2689414) < 1e-6);
  assert.deepEqual([c, d], [0, 1]);
});
