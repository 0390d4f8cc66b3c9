import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { associations } from '../../../../src/audit/seat/associations';
import { effectSize } from '../../../../src/audit/seat/effectSize';
import { readSeatFile, seatSets, type SeatTest } from '../../../../src/audit/seat/seatFile';
import {
  embed,
  encoderOf,
  loadEncoder,
  type Encoder,
} from '../../../../src/trainer/inference/embed';
import { loadClassifier } from '../../../../src/trainer/inference/loadClassifier';

const root = process.env.FINETUNE_ROOT ?? '.';
const options = { engine: 'compiled', device: 'cpu', maxLength: null } as const;
const tiny = path.join(root, 'test/fixtures/models/bert');

test('texts that run together give what each gives alone, in their order', async () => {
  const texts = Array.from(
    { length: 40 },
    (_, i) => 'singing kindness. '.repeat(i % 4) + 'x'.repeat(i % 5),
  );
  const encoder = await loadEncoder(tiny, options);
  const classifier = await loadClassifier(tiny, options);
  const together = await embed(encoder, texts);
  assert.equal(together.mean.length, texts.length * together.width);
  for (const row of [0, 17, 39]) {
    const alone = await embed(encoderOf(classifier), [texts[row]!]);
    assert.equal(alone.width, together.width);
    for (const pooling of ['mean', 'first'] as const)
      for (let column = 0; column < alone.width; column += 1) {
        const off = together[pooling][row * alone.width + column]! - alone[pooling][column]!;
        assert.ok(Math.abs(off) < 1e-5, `${pooling} of row ${row} is off by ${off}`);
      }
  }
  assert.equal((await embed(encoder, [])).mean.length, 0);
  await encoder.dispose();
  await classifier.dispose();
});

const data = path.join(root, '../shared/data');
const [references, minilm] = [
  path.join(data, 'seat_minilm_reference.json'),
  path.join(root, '../shared/models/minilm'),
];
const missing = [references, minilm].find((file) => !existsSync(file));
const skip = missing === undefined ? false : `${missing} is not there`;

test('association tests of a real encoder give the reference effects', { skip }, async () => {
  const { effect } = JSON.parse(readFileSync(references, 'utf8')) as {
    effect: Readonly<
      Record<string, { readonly mean: number; readonly cls: number; readonly n: number[] }>
    >;
  };
  const encoder = await loadEncoder(minilm, options);
  for (const [name, expected] of Object.entries(effect)) {
    const suite = readSeatFile(path.join(data, 'seat_weat', `${name}.jsonl`));
    assert.deepEqual(
      seatSets.map((set) => suite[set].examples.length),
      expected.n,
    );
    await check(encoder, suite, expected);
  }
  await encoder.dispose();
});

async function check(
  encoder: Encoder,
  suite: SeatTest,
  expected: { readonly mean: number; readonly cls: number },
): Promise<void> {
  const parts = [];
  for (const set of seatSets) parts.push(await embed(encoder, suite[set].examples));
  const [targ1, targ2, attr1, attr2] = parts;
  for (const [pooling, wanted] of [
    ['mean', expected.mean],
    ['first', expected.cls],
  ] as const) {
    const vectors = (part: typeof targ1) => ({ values: part![pooling], width: part!.width });
    const found = associations({
      ...{ targ1: vectors(targ1), targ2: vectors(targ2) },
      ...{ attr1: vectors(attr1), attr2: vectors(attr2) },
    });
    const value = effectSize(found!)!;
    assert.ok(
      Math.abs(value - wanted) < 1e-3,
      `${suite.path}, ${pooling}: ${value} instead of ${wanted}`,
    );
  }
}
