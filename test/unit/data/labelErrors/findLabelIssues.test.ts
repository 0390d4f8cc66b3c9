import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { calibratedJoint } from '../../../../src/data/labelErrors/confidentJoint';
import { findLabelIssues } from '../../../../src/data/labelErrors/findLabelIssues';

const fixtures = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/labelErrors');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(fixtures, file), 'utf8'));

interface Case {
  readonly name: string;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly probabilities: readonly number[];
  readonly joint: readonly (readonly number[])[];
  /** By self-confidence, the lowest first. */
  readonly issues: readonly number[];
}

function check({ name, classes, labels, probabilities, joint, issues }: Case): void {
  const given = Int32Array.from(labels);
  const scores = Float64Array.from(probabilities);
  assert.deepEqual(calibratedJoint(given, scores, classes), joint, name);
  const found = findLabelIssues(given, scores, classes);
  const confidence = (row: number): number => scores[row * classes + (labels[row] ?? 0)] ?? 0;
  const sorted = (rows: readonly number[]): number[] => [...rows].sort((a, b) => a - b);
  assert.deepEqual(sorted(found.map(({ row }) => row)), sorted(issues), name);
  // Ranked alike; rows of equal confidence may change places.
  assert.deepEqual(
    found.map(({ row }) => confidence(row)),
    issues.map(confidence),
    name,
  );
}

test('issues and joint are those of cleanlab', () => {
  const cases = read('cleanlab.json') as readonly Case[];
  assert.ok(cases.length > 80);
  assert.ok(cases.filter(({ issues }) => issues.length > 0).length > 60);
  for (const each of cases) check(each);
});

test('on 25,000 film reviews the issues are those published, and most of the surest are real', () => {
  const { positive, issues, reviewed } = read('imdb.json') as {
    readonly positive: string;
    readonly issues: readonly number[];
    /** Rows whose label was published as an issue, and how many of five people agreed with the label nevertheless. */
    readonly reviewed: readonly (readonly [row: number, agreed: number])[];
  };
  const bytes = Buffer.from(positive, 'base64');
  const rows = bytes.length / 2;
  const scores = new Float64Array(rows * 2);
  for (let row = 0; row < rows; row += 1) {
    const score = bytes.readUInt16LE(row * 2) / 65_535;
    scores.set([1 - score, score], row * 2);
  }
  const labels = Int32Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 0 : 1));
  const found = findLabelIssues(labels, scores, 2).map(({ row }) => row);
  const differing = (a: readonly number[], b: readonly number[]): number => {
    const [left, right] = [new Set(a), new Set(b)];
    return a.filter((row) => !right.has(row)).length + b.filter((row) => !left.has(row)).length;
  };
  // At the last place two rows of one 16-bit probability may stand for each other.
  assert.ok(differing(found, issues) <= 2, `${differing(found, issues)} rows differ from cleanlab`);
  const published = reviewed.map(([row]) => row);
  assert.ok(differing(found, published) / rows <= 0.005);
  const agreed = new Map(reviewed);
  const wrong = found.slice(0, 100).filter((row) => (agreed.get(row) ?? 5) < 3).length;
  assert.ok(wrong >= 74 && wrong <= 76, `${wrong} of the 100 surest`);
});
