import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import type { AuditReport } from '../../../src/protocol/audit';
import { fakeOutput } from '../../support/fakeOutput';
import { seededRandom } from '../data/seededRandom';
import { temporaryFolder } from '../data/temporaryFolder';

const { write } = temporaryFolder();

async function run(...parameters: string[]) {
  const { output, text } = fakeOutput();
  const code = await commandLine(['audit', ...parameters], output);
  return { code, ...text };
}

const jsonl = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Eighty authors of ten rows; the model says of an author's rows now nearly always yes, now nearly always no. */
const random = seededRandom(5);
const rows = Array.from({ length: 800 }, (_, at) => {
  const author = Math.floor(at / 10);
  const who = author % 2 === 0 ? 'a' : 'b';
  const label = random.chance(author % 4 < 2 ? 0.9 : 0.1) ? 'yes' : 'no';
  const is = { mine: `author ${author}`, same: 'x', own: `row ${at}`, empty: '' };
  return { text: `text ${at}`, label, who, ...is };
});
const data = write('rows.jsonl', jsonl(rows));
const predictions = write(
  'predictions.jsonl',
  jsonl(rows.map(({ text, label }) => ({ text, label, score: 0.8 }))),
);
const asked = ['--predictions', predictions, '--data', data, '--groups', 'who'];

async function reportOf(...parameters: string[]): Promise<AuditReport> {
  const { code, stdout, stderr } = await run(...asked, '--json', ...parameters);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as AuditReport;
}

test('rows of one author make intervals wider, and the report says so', async () => {
  const [alone, clustered] = [await reportOf(), await reportOf('--cluster', 'mine')];
  const widthOf = ({ checks }: AuditReport): number => {
    const rate = checks.find(({ metric }) => metric === 'selection-rate')!;
    return rate.high! - rate.low!;
  };
  // Ten rows of one author, alike by .64, are worth 1.5: the interval is 2.6 times as wide.
  const wider = widthOf(clustered) / widthOf(alone);
  assert.ok(wider > 2.2 && wider < 3.2, `${wider} times`);
  assert.deepEqual([alone.method.cluster, clustered.method.cluster], [undefined, 'mine']);
  assert.match(
    clustered.caveats.join('\n'),
    /800 of 800 rows share their "mine" with another row \(80 values\)/,
  );
  for (const [at, { value }] of alone.checks.entries())
    assert.equal(clustered.checks[at]?.value, value);
});

test('a column of which each row has a value of its own changes nothing, and the report says so', async () => {
  const [alone, clustered] = [await reportOf(), await reportOf('--cluster', 'own')];
  assert.deepEqual(clustered.checks, alone.checks);
  assert.match(clustered.caveats.join('\n'), /No two rows have the same "own".* name the column/);
});

async function refused(parameters: readonly string[], why: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(...parameters);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, why);
}

test('columns that name no clusters are refused with what to do instead', async () => {
  await refused([...asked, '--cluster', 'nine'], /no column "nine" in rows\.jsonl.*Did you mean/s);
  await refused([...asked, '--cluster', 'same'], /says "x" in every row.*leave out --cluster/s);
  await refused([...asked, '--cluster', 'empty'], /empty in all 800 rows.*leave out --cluster/s);
  await refused([...asked, '--cluster', ' '], /--cluster names no column.*--cluster author/s);
  await refused([...asked, '--cluster', 'who'], /--groups and --cluster both name "who"/);
  await refused([data, '--cluster', 'mine'], /--cluster asks a model, and this is a data file/);
});
