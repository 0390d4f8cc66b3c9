import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeFileRules } from '../../../../../src/data/lint/dataset/wholeFileRules';
import { leakRule } from '../../../../../src/data/lint/files/leaks';
import { unseenLabelRule } from '../../../../../src/data/lint/files/unseenLabels';
import { schemaNames } from '../../../../../src/data/schemas/schema';
import { seededRandom, type SeededRandom } from '../../seededRandom';
import { contextOf, crossFindings, findings, type Values } from './seeRows';
import { usualSchema } from '../../schemas/usualSchema';

const words = [
  'the',
  'and',
  'is',
  'Ä',
  '漢字',
  '🙂',
  '<b>',
  '&amp;',
  '```',
  '\ud800',
  'e\u0301',
  '',
];
const columns = ['text', 'label', 'instruction', 'input', 'output', 'messages', 'conversations'];
const more = ['prompt', 'completion', 'chosen', 'rejected', 'tokens', 'tags', 'source', 'target'];

function anyText(random: SeededRandom): string {
  return Array.from({ length: random.below(30) }, () => random.pick(words)).join(
    random.pick([' ', '']),
  );
}

function anyValue(random: SeededRandom, depth: number): unknown {
  const kind = random.below(depth > 0 ? 8 : 6);
  if (kind < 3) return anyText(random);
  if (kind === 3) return random.pick([null, true, 0, -1.5, 1e300, '']);
  if (kind === 4) return random.below(5);
  if (kind === 5) return 'same';
  const inner = (): unknown => anyValue(random, depth - 1);
  if (kind === 6) return Array.from({ length: random.below(4) }, inner);
  return { role: random.pick(['user', 'assistant', 'system', 7]), content: inner(), text: inner() };
}

function anyRows(random: SeededRandom): Values[] {
  return Array.from({ length: random.below(60) }, () =>
    Object.fromEntries(
      [...columns, ...more]
        .filter(() => random.chance(0.7))
        .map((column) => [column, anyValue(random, 3)]),
    ),
  );
}

test('whatever rows hold, rules report rows that exist, with whole messages, and never throw', () => {
  for (let seed = 0; seed < 150; seed += 1) {
    const random = seededRandom(seed);
    const schema = usualSchema(random.pick(schemaNames));
    const [rows, others] = [anyRows(random), anyRows(random)];
    const context = contextOf(schema, {
      declaredLabels: random.pick([null, [], ['same', 'other']]),
    });
    const found = [
      ...wholeFileRules.flatMap((rule) => findings(rule, context, rows)),
      ...[leakRule, unseenLabelRule].flatMap((rule) => crossFindings(rule, context, others, rows)),
    ];
    for (const { rule, row, message, fixes } of found) {
      const what = `seed ${seed}, ${rule}: ${message}`;
      assert.ok(row === null || (row >= 1 && row <= rows.length), what);
      assert.doesNotMatch(message, /undefined|NaN|\[object/, what);
      const values = row === null ? {} : (rows[row - 1] ?? {});
      assert.ok(fixes === undefined || Array.isArray(fixes(values)), what);
    }
  }
});

test('planted copies are found in any order, and as many', () => {
  const [duplicates] = wholeFileRules.filter(({ ids }) => ids.includes('L-DUP-01'));
  assert.ok(duplicates !== undefined);
  for (let seed = 0; seed < 50; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 40 }, (_, index) => ({ text: `row ${index}`, label: 'x' }));
    const copies = Array.from({ length: random.below(30) }, () => ({ ...random.pick(rows) }));
    const all = [...rows, ...copies].sort(() => random.next() - 0.5);
    const found = findings(duplicates, contextOf(usualSchema('classification')), all);
    assert.equal(found.length, copies.length, `seed ${seed}`);
    // Without the rows found nothing is left to find, and nothing is lost.
    const dropped = new Set(found.map(({ row }) => row));
    const left = all.filter((_, index) => !dropped.has(index + 1));
    assert.equal(new Set(left.map(({ text }) => text)).size, rows.length, `seed ${seed}`);
    assert.equal(left.length, rows.length, `seed ${seed}`);
  }
});
