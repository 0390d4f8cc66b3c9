import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { contradictionRule } from '../../../../../src/data/lint/dataset/contradictions';
import { duplicateRule } from '../../../../../src/data/lint/dataset/duplicates';
import { nearDuplicateRule } from '../../../../../src/data/lint/dataset/nearDuplicates';
import { leakRule } from '../../../../../src/data/lint/files/leaks';
import { GroupTally, identityRule } from '../../../../../src/data/lint/dataset/identityAssociation';
import { groupsIn } from '../../../../../src/data/identity/findGroups';
import { fisherExact } from '../../../../../src/data/statistics/exactTests';
import type { DatasetRule } from '../../../../../src/data/lint/rule';
import type { Schema } from '../../../../../src/data/schemas/schema';
import { contextOf, crossFindings, findings, type Values } from './seeRows';
import { usualSchema } from '../../schemas/usualSchema';

const shared = path.join(process.env.FINETUNE_ROOT ?? '.', '../shared/data');
const missing = existsSync(shared) ? false : 'needs ../shared/data';

const read = (file: string): string => readFileSync(path.join(shared, file), 'utf8');
const linesOf = (file: string): string[] => read(file).replace(/\n$/, '').split('\n');

const sst2 = (split: string): Values[] =>
  linesOf(`sst2/${split}.tsv`).map((line) => {
    const [text = '', label = ''] = line.split('\t');
    return { text, label };
  });
const reviews = (): Values[] =>
  linesOf('amazon_reviews/reviews.jsonl').map((line) => JSON.parse(line) as Values);
const instructions = (file: string): Values[] =>
  JSON.parse(read(`instructions/${file}`)) as Values[];
const pairs = (split: string): Values[] => {
  const german = linesOf(`multi30k/${split}.de`);
  return linesOf(`multi30k/${split}.en`).map((source, at) => ({
    source,
    target: german[at] ?? '',
  }));
};

/** How many findings the rules have, by id. */
function check(
  rules: readonly DatasetRule[],
  schema: Schema,
  rows: readonly Values[],
  expected: Readonly<Record<string, number>>,
): void {
  const counts: Record<string, number> = {};
  for (const rule of rules)
    for (const found of findings(rule, contextOf(schema), rows))
      counts[found.rule] = (counts[found.rule] ?? 0) + 1;
  assert.deepEqual(counts, expected);
}

function checkLeaks(
  schema: Schema,
  training: readonly Values[],
  evaluation: readonly Values[],
  expected: Readonly<Record<string, number>>,
): void {
  const counts: Record<string, number> = {};
  for (const found of crossFindings(leakRule, contextOf(schema), training, evaluation))
    counts[found.rule] = (counts[found.rule] ?? 0) + 1;
  assert.deepEqual(counts, expected);
}

const all = [duplicateRule, nearDuplicateRule, contradictionRule];

test('duplicates of real datasets', { skip: missing }, () => {
  check(all, usualSchema('classification'), sst2('train'), { 'L-DUP-01': 9 });
  // 125 are equal but for case and whitespace, 124 of them in all.
  check(all, usualSchema('classification'), reviews(), {
    'L-DUP-01': 124,
    'L-DUP-02': 1,
    'L-DUP-03': 2,
  });
  check(all, usualSchema('alpaca'), instructions('alpaca_en_demo.json'), { 'L-DUP-01': 14 });
  check(all, usualSchema('alpaca'), instructions('identity.json'), {
    'L-DUP-03': 1,
    'L-DUP-04': 2,
  });
  // 9 sources stand twice, 3 of them with the same translation.
  check(all, usualSchema('parallel'), pairs('train'), {
    'L-DUP-01': 3,
    'L-DUP-03': 3,
    'L-DUP-04': 6,
  });
});

test('evaluation rows in the training data of real datasets', { skip: missing }, () => {
  checkLeaks(usualSchema('classification'), sst2('train'), sst2('test'), { 'L-LEAK-01': 2 });
  checkLeaks(usualSchema('parallel'), pairs('train'), pairs('val'), {
    'L-LEAK-01': 1,
    'L-LEAK-02': 2,
  });
});

interface BiasReference {
  readonly male_only: number;
  readonly male_pos: number;
  readonly female_only: number;
  readonly female_pos: number;
  readonly fisher_p: number;
}

test('gender and label in real datasets', { skip: missing }, () => {
  const reference = JSON.parse(read('dataset_bias_reference.json')) as Record<
    string,
    BiasReference
  >;
  for (const [name, each] of Object.entries(reference)) {
    const [men, women] = [each.male_only - each.male_pos, each.female_only - each.female_pos];
    const pValue = fisherExact(each.male_pos, men, each.female_pos, women);
    assert.ok(Math.abs(pValue - each.fisher_p) < 1e-9, `${name}: ${pValue}`);
  }
  const tally = new GroupTally();
  for (const { text, label } of sst2('train'))
    tally.add(new Set(groupsIn(String(text))), Number(label));
  const [gender] = tally.comparisons(2);
  assert.ok(gender !== undefined);
  // Other word lists, nearly the same rows: 55.1 % positive beside 59.6 %.
  assert.ok(Math.abs(gender.own.rows - 683) < 40 && Math.abs(gender.theirs.rows - 285) < 40);
  assert.ok(Math.abs(gender.own.having / gender.own.rows - 0.551) < 0.01);
  assert.ok(Math.abs(gender.theirs.having / gender.theirs.rows - 0.596) < 0.01);
  assert.ok(Math.abs(gender.pValue - 0.2008) < 0.01);
  check([identityRule], usualSchema('classification'), sst2('train'), {});
  check([identityRule], usualSchema('classification'), reviews(), {});
});
