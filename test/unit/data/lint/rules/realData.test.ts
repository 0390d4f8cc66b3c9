import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { RuleId } from '../../../../../src/protocol/lint';
import { textRules } from '../../../../../src/data/lint/rules/textRules';
import type { SchemaName } from '../../../../../src/data/schemas/schema';
import { checkRow } from '../checkRule';

const folder = path.join(process.env.FINETUNE_ROOT ?? '.', '..', 'shared', 'data');

type Values = Readonly<Record<string, unknown>>;

function rowsOf(file: string): readonly Values[] {
  const text = readFileSync(path.join(folder, file), 'utf8');
  const rows = file.endsWith('.json')
    ? (JSON.parse(text) as unknown)
    : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as unknown]));
  return rows as readonly Values[];
}

/** Which rows of a file have findings of a rule, counted from 1. */
function rowsWith(file: string, name: SchemaName): ReadonlyMap<RuleId, readonly number[]> {
  const found = new Map<RuleId, number[]>();
  for (const [index, values] of rowsOf(file).entries()) {
    for (const { rule } of checkRow(textRules, values, { name })) {
      const rows = found.get(rule) ?? [];
      if (rows.at(-1) !== index + 1) rows.push(index + 1);
      found.set(rule, rows);
    }
  }
  return found;
}

/** Rows by rule, or how many; rules that are not named find nothing. */
function check(
  file: string,
  name: SchemaName,
  rows: Readonly<Partial<Record<RuleId, number | readonly number[]>>>,
): void {
  const isThere = existsSync(path.join(folder, file));
  test(`rows with findings in ${file}`, { skip: isThere ? false : `${file} is absent` }, () => {
    const found = rowsWith(file, name);
    for (const [rule, actual] of found) {
      const expected = rows[rule] ?? [];
      const shown = typeof expected === 'number' ? actual.length : actual;
      assert.deepEqual(shown, expected, `${rule}: ${actual.join(' ')}`);
    }
    assert.deepEqual([...found.keys()].sort(), Object.keys(rows).sort());
  });
}

check('instructions/identity.json', 'alpaca', { 'L-TXT-08': 85, 'L-TXT-09': [5] });
check('instructions/alpaca_en_demo.json', 'alpaca', {
  'L-TXT-02': [79],
  // Fourteen of them say "as an AI," or "as an AI language model"; the others are longer forms of it, and refusals.
  'L-TXT-09': [
    44, 68, 81, 96, 118, 157, 186, 224, 265, 276, 381, 408, 433, 503, 527, 600, 609, 631, 666, 692,
    712, 737, 781, 795, 800, 818, 837, 931, 943, 974,
  ],
  'L-TXT-10': [273, 951, 996],
  'L-TXT-11': [182, 761],
  'L-PII-01': [92, 358, 435],
});
check('amazon_reviews/reviews.jsonl', 'classification', {
  'L-TXT-02': 234,
  'L-TXT-03': 21,
  'L-TXT-04': 26,
  'L-TXT-08': [548],
  'L-PII-01': [409, 1366, 1643, 2829, 4075, 4906, 5321, 5459, 5571],
});
check('instructions/dpo_en_demo.json', 'preference', {
  'L-TXT-02': [14, 79, 86, 121, 158],
  'L-TXT-09': [8, 70, 102, 194, 233],
  'L-TXT-10': [71, 294],
  'L-PII-01': [31, 81],
});
check('instructions/glaive_toolcall_en_demo.json', 'sharegpt', {
  'L-TXT-09': 42,
  'L-TXT-10': [17],
  'L-PII-01': [5, 7, 32, 54, 59, 68, 69, 167, 194, 197, 251],
});
check('instructions/v1_sft_demo.jsonl', 'messages', {
  'L-TXT-02': [129],
  'L-TXT-08': 50,
  'L-TXT-09': 14,
  'L-TXT-10': [323],
  'L-PII-01': [142, 408, 485],
});
