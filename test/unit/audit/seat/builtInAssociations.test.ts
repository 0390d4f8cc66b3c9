import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seatId } from '../../../../src/audit/seat/auditSeat';
import { builtInAssociations } from '../../../../src/audit/seat/builtInAssociations';
import { seatSets } from '../../../../src/audit/seat/seatFile';
import { targetCount, wordAssociations } from '../../../../src/audit/seat/wordAssociations';

const tests = builtInAssociations();

test('association tests over eight kinds of groups ship', () => {
  const ids = tests.map(({ path }) => seatId(path));
  assert.equal(new Set(ids).size, ids.length);
  const kinds = ['gender', 'names', 'religion', 'age', 'disability', 'orientation', 'nationality'];
  for (const kind of [...kinds, 'wealth', 'body'])
    assert.ok(
      ids.some((id) => id.startsWith(`seat/${kind}`)),
      kind,
    );
});

test('their sets are of one size, whole sentences, and share no word', () => {
  for (const one of tests) {
    const where = one.path;
    assert.equal(targetCount(one.targ1), targetCount(one.targ2), where);
    assert.ok(targetCount(one.targ1) >= 6, where);
    for (const name of seatSets) {
      const { examples, words, lines } = one[name];
      assert.equal(new Set(examples).size, examples.length, `${where} ${name}`);
      assert.deepEqual([words!.length, lines.length], [examples.length, examples.length], where);
      assert.equal(examples.length, targetCount(one[name]) * 4, `${where} ${name}`);
      for (const text of examples) assert.match(text, /^\p{Lu}[^{}]*\.$/u, where);
    }
    const targets = [...one.targ1.examples, ...one.targ2.examples];
    assert.equal(new Set(targets).size, targets.length, where);
    const attributes = [...one.attr1.examples, ...one.attr2.examples];
    assert.equal(new Set(attributes).size, attributes.length, where);
  }
});

test('sentences of one word count once', () => {
  const set = (words: readonly number[]) => ({
    category: '',
    examples: words.map((word, at) => `${word} ${at}`),
    ...{ lines: words.map(() => 1), words: Int32Array.from(words) },
  });
  const given = {
    ...{ path: 'seat/toy', source: null },
    ...{ targ1: set([0, 0, 1, 1]), targ2: set([0, 0, 1, 1]), attr1: set([0]), attr2: set([0]) },
  };
  // Attributes along the axes of the plane: s(w) is the first minus the second part of a unit vector.
  const vectors = (values: readonly number[]) => ({ values: Float64Array.from(values), width: 2 });
  const found = wordAssociations(given, {
    targ1: vectors([1, 0, 0, 1, 1, 0, 1, 0]),
    targ2: vectors([0, 1, 0, 1, 0.6, 0.8, 0.8, 0.6]),
    ...{ attr1: vectors([1, 0]), attr2: vectors([0, 1]) },
  });
  assert.deepEqual([...found!.words.targ1], [0, 1]);
  assert.equal(found!.words.targ2[0], -1);
  assert.ok(Math.abs(found!.words.targ2[1]!) < 1e-12);
  assert.equal(found!.sentences.targ1.length, 4);
});
