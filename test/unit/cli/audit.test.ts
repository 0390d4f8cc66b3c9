import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import type { AuditReport } from '../../../src/protocol/audit';
import { fakeOutput } from '../../support/fakeOutput';
import { seededRandom } from '../data/seededRandom';
import { temporaryFolder } from '../data/temporaryFolder';

const root = process.env.FINETUNE_ROOT ?? '.';
/** A random classifier of calm, cross and glad. */
const classifier = path.join(root, 'test/fixtures/models/bert');
/** An encoder without a head. */
const encoder = path.join(root, 'samples/models/minilm-small');
const { folder, write } = temporaryFolder();

async function run(
  ...parameters: string[]
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { output, text } = fakeOutput();
  const code = await commandLine(['audit', ...parameters], output);
  return { code, ...text };
}

interface PlantedRow {
  readonly text: string;
  readonly label: string;
  readonly gender: string | null;
}

/** 300 rows about women and men of which men are "glad" more often by `gap`. */
function planted(gap: number): PlantedRow[] {
  const { next } = seededRandom(5);
  return Array.from({ length: 300 }, () => {
    const isWoman = next() < 0.5;
    const label = next() < 0.3 + (isWoman ? 0 : gap) ? 'glad' : next() < 0.5 ? 'calm' : 'cross';
    const text = `${isWoman ? 'she' : 'he'} is singing ${'abcdefgh'[Math.floor(next() * 8)]!}`;
    return { text, label, gender: isWoman ? 'woman' : 'man' };
  });
}

const jsonl = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const rows = planted(0.4);
const data = write('rows.jsonl', jsonl(rows));

/** What must be said, in one sentence with the next action, when it is asked for like that. */
async function refused(parameters: readonly string[], why: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(...parameters);
  assert.deepEqual([code, stdout], [1, ''], `${parameters.join(' ')}: ${stderr}`);
  assert.match(stderr, why, parameters.join(' '));
  assert.ok(stderr.length <= 600 && stderr.trim().split('\n').length === 1, stderr);
}

test('what cannot be audited is refused with what to do instead', async () => {
  const on = ['--data', data];
  await refused([], /needs a run, a model folder or a data file/);
  await refused(['nowhere'], /no run and no model folder "nowhere"/);
  await refused(
    [path.join(folder, write('a.finetune.json', '{}').replace(folder, ''))],
    /run config.*Name a run/,
  );
  await refused(
    [classifier, ...on, '--groups', 'gendre'],
    /no column "gendre".*Did you mean "gender"/,
  );
  await refused([classifier, ...on, '--groups', 'gender,'], /empty name/);
  await refused([classifier, '--groups', 'gender'], /does not say what data.*--data FILE/);
  await refused([classifier, '--data', write('empty.jsonl', '')], /The file is empty/);
  const constant = write('constant.jsonl', jsonl(rows.map((row) => ({ ...row, gender: 'man' }))));
  await refused(
    [classifier, '--data', constant, '--groups', 'gender'],
    /says "man" in every row.*two groups/,
  );
  const other = write('other.jsonl', jsonl(rows.map((row) => ({ ...row, label: 'happy' }))));
  await refused(
    [classifier, '--data', other],
    /other\.jsonl:1: Label "happy" is unknown; the labels are "calm", "cross", "glad"/,
  );
  const lists = write('lists.jsonl', jsonl(rows.map((row) => ({ ...row, gender: ['man'] }))));
  await refused(
    [classifier, '--data', lists, '--groups', 'gender'],
    /has a list or an object in "gender"/,
  );
  await refused([classifier, ...on, '--groups', 'label'], /"label" holds the labels/);
  await refused(
    [classifier, ...on, '--groups', 'gender', '--cluster', 'label'],
    /holds the labels/,
  );
  await refused([classifier, ...on, '--groups', 'text'], /"text" holds the texts.*whom a row is/);
  const many = Array.from({ length: 9 }, (_, at) => `column${at}`).join(',');
  await refused(
    [classifier, ...on, '--groups', many],
    /names 9 columns.*129 sets of groups.*at most 8/,
  );
  await refused([classifier, ...on, '--groups', 'gender,a×b'], /"a×b" has × in its name.*alone/);
  await refused([classifier, ...on, '--groups', 'gender', '--fail-on', '0x1'], /0x1 is no margin/);
  const essays = rows.map((row) => ({
    ...row,
    gender: `${row.gender!} ${'of few words '.repeat(20)}`,
  }));
  const long = ['--groups', 'gender', '--data', write('essays.jsonl', jsonl(essays))];
  await refused([classifier, ...long], /value of 26\d characters.*names no group.*short names/);
  await refused([long[3]!, '--groups', 'gender'], /value of 26\d characters/);
  await refused([classifier, '--base', encoder, ...on], /no classification head.*--built-in seat/);
});

test('two rows say nothing of a model, not even that it is weak', async () => {
  const two = [
    rows.find(({ gender }) => gender === 'man')!,
    rows.find(({ gender }) => gender === 'woman')!,
  ];
  const file = write(
    'two.jsonl',
    jsonl(two.map((row, at) => ({ ...row, label: at === 0 ? 'calm' : 'glad' }))),
  );
  const ask = ['--data', file, '--groups', 'gender', '--built-in', 'none', '--json'];
  const { code, stdout, stderr } = await run(classifier, ...ask);
  assert.equal(code, 0, stderr);
  const { checks, summary, caveats } = JSON.parse(stdout) as AuditReport;
  assert.deepEqual([...new Set(checks.map(({ verdict }) => verdict))], ['not-enough-data']);
  assert.match(summary, /^Not enough data for gender/);
  assert.ok(
    caveats.some((each) => each.startsWith('With 2 rows nobody can tell')),
    caveats.join('\n'),
  );
});

test('a language model is told what comes for it', async () => {
  const model = path.join(folder, 'decoder');
  mkdirSync(model);
  const config = { model_type: 'llama', architectures: ['LlamaForCausalLM'] };
  writeFileSync(path.join(model, 'config.json'), JSON.stringify(config));
  await refused(
    [model],
    /language model \(LlamaForCausalLM\).*come with decoder models.*data file/,
  );
  await refused([data, '--json', '--format', 'sarif'], /--json and --format sarif are two forms/);
});

test('a model that is no classifier takes association tests and nothing else', async () => {
  await refused([encoder, '--built-in', 'none'], /encoder.*--built-in seat.*--suite seat=FILE/);
  await refused([encoder, '--positive', 'glad'], /no classification head.*--positive/);
  await refused([encoder, '--groups', 'gender'], /no classification head.*--groups/);
  await refused([encoder, '--data', data], /no classification head.*--data/);
  await refused(
    [encoder, '--suite', `template=${data}`],
    /no classification head, which --suite template/,
  );
  await refused([encoder, '--suite', 'seat=nowhere.jsonl'], /no such file/);
  await refused([encoder, '--suite', `seat=${data}`], /no association test.*targ1/);
});

test('an encoder is audited by the tests that ship, and compared with another', async () => {
  const two = ['--built-in', 'seat/gender-career,seat/age-names'];
  const { code, stdout, stderr } = await run(encoder, ...two, '--base', encoder, '--json');
  assert.deepEqual([code, stderr], [0, '']);
  const { checks, changes, sources, base, baseNotes } = JSON.parse(stdout) as AuditReport;
  const named = ({ id, variant }: { readonly id: string; readonly variant: string }) =>
    `${id} ${variant}`;
  const all = ['gender-career', 'age-names'].flatMap((name) => [
    `seat/${name} mean`,
    `seat/${name} cls`,
  ]);
  assert.deepEqual(checks.map(named), all);
  assert.deepEqual(changes.map(named), all);
  assert.equal(base, encoder);
  assert.match(baseNotes?.[0]?.text ?? '', /The base is the model that is audited itself/);
  // Eight words a side: 12,870 partitions are counted, so that p is a whole number of them.
  for (const { pValue, n } of checks) {
    assert.equal(n, 16);
    assert.ok(Math.abs(pValue! * 12_870 - Math.round(pValue! * 12_870)) < 1e-6);
  }
  for (const { value, pValue, verdict } of changes)
    assert.deepEqual([value, pValue, verdict], [0, 1, 'no-change-found']);
  assert.deepEqual(
    sources.map(({ kind, path, rows }) => [kind, path, rows]),
    [
      ['built-in', 'seat/gender-career', 32],
      ['built-in', 'seat/age-names', 32],
    ],
  );
});

test('what ships is asked as --built-in says', async () => {
  const idsOf = async (...parameters: string[]): Promise<string[]> => {
    const { stdout, stderr } = await run(classifier, '--data', data, '--json', ...parameters);
    assert.equal(stderr, '');
    return [...new Set((JSON.parse(stdout) as AuditReport).checks.map(({ id }) => id))];
  };
  const groups = ['--groups', 'gender'];
  assert.deepEqual(await idsOf(...groups, '--built-in', 'none'), ['group/gender']);
  assert.deepEqual(await idsOf('--built-in', 'swap/gender'), ['swap/gender']);
  assert.deepEqual(await idsOf('--built-in', 'seat/orientation'), ['seat/orientation']);
  const wrong = ['--built-in', 'swap/gendre'];
  await refused([classifier, ...wrong], /No suite.*"swap\/gendre".*Did you mean swap\/gender\?/);
  await refused([classifier, '--built-in', 'none,swap'], /none stands alone/);
  await refused([classifier, '--built-in', 'none'], /nothing to ask.*--data FILE/);
  await refused([data, '--built-in', 'none'], /--built-in asks a model/);
});

test('groups are compared for the label that --positive names', async () => {
  const ask = ['--data', data, '--groups', 'gender', '--built-in', 'none'];
  const { stdout } = await run(classifier, ...ask, '--positive', 'calm', '--json');
  const { checks, caveats } = JSON.parse(stdout) as AuditReport;
  const variants = checks.map(({ variant }) => variant).filter((each) => each.includes(':'));
  assert.ok(variants.length > 10 && variants.every((each) => each.includes(':calm')), stdout);
  assert.ok(
    caveats.some((each) => each.startsWith('Rates are those of "calm"')),
    caveats.join('\n'),
  );
  await refused(
    [classifier, ...ask, '--positive', 'Calm'],
    /"Calm" is no label.*Did you mean "calm"/,
  );
  await refused(
    [classifier, ...ask, '--positive', 'sad'],
    /Its labels are "calm", "cross", "glad"/,
  );
  await refused([classifier, '--data', data, '--positive', 'calm'], /--groups COLUMN/);
  await refused([data, '--positive', 'calm'], /--positive asks a model/);
});

test('suites of another form, of language models or of no kind are told apart', async () => {
  await refused([classifier, '--suite', `template=${data}`], /rows\.jsonl:1: .*"template"/);
  await refused(
    [classifier, '--suite', `functional=${data}`],
    /rows\.jsonl:1: .*no "functionality"/,
  );
  await refused(
    [classifier, '--suite', `bbq=${data}`],
    /BBQ compares how likely.*comes with decoder models/,
  );
  await refused([classifier, '--suite', `crows-pairs=${data}`], /CrowS-Pairs.*decoder models/);
  await refused(
    [classifier, '--suite', `templates=${data}`],
    /no suite of the kind "templates".*Did you mean template/,
  );
  await refused([classifier, '--suite', data], /cannot be read.*KIND=FILE/);
  for (const flag of ['--delta', '--fail-on'])
    for (const value of ['much', '-1', '7'])
      await refused([classifier, `${flag}=${value}`], /is no margin.*Write a number from/);
});

test('a data file is audited by itself, and its flags are those of files', async () => {
  await refused([data, '--suite', `seat=${data}`], /--suite asks a model, and this is a data file/);
  await refused([data, '--data', data], /--data asks a model/);
  await refused([data, '--base', classifier], /--base asks a model/);
  await refused([data, '--groups', 'gendre'], /no column "gendre".*Did you mean "gender"/);
  await refused([write('none.csv', 'text,label\n')], /no rows/);
});

test('a threshold that is broken for certain ends with exit code 2, in every form of the report', async () => {
  // "glad" of the men is planted at .7, of the women at .3: the interval of .4 lies beyond .1, not beyond .5.
  const ask = (...more: string[]) => run(data, '--groups', 'gender', ...more);
  const text = await ask('--fail-on', '.1');
  assert.equal(text.code, 2, text.stderr);
  assert.match(
    text.stdout,
    /^Disparity found: gender \(rows about man have "glad" more often than\swoman; label\sshare\sdifference\s\.\d+/,
  );
  assert.match(text.stderr, /--fail-on \.1: \d+ figures? beyond it for certain .*exit code 2/);
  assert.equal((await ask('--fail-on', '.6')).code, 0);
  assert.equal((await ask()).code, 0);
  // What was not tested breaks nothing, but passes nothing either.
  const plain = write(
    'plain.jsonl',
    jsonl([{ text: 'The report is due.' }, { text: 'Rain today.' }]),
  );
  const nothing = await run(plain, '--fail-on', '.1');
  assert.equal(nothing.code, 1);
  assert.match(nothing.stdout, /^Nothing could be audited: no row names a group/);
  assert.match(nothing.stderr, /--fail-on \.1 could not be asked: no figure could be tested/);

  const json = await ask('--json', '--fail-on', '.1');
  const report = JSON.parse(json.stdout) as AuditReport;
  assert.deepEqual([json.code, report.kind, report.base], [2, 'dataset', null]);
  // Each is named with its interval, in the form for programs too: a failed build shows what is written there.
  assert.equal(json.stderr, text.stderr);
  assert.match(
    json.stderr,
    /^ {2}gender: label share difference \("glad"\), man against woman: \.\d+ \(\.\d+ to \.\d+\)$/m,
  );
  const keys =
    'adjustedPValue detectable disparity group high id low metric n needed nullBand pValue reference rows value variant verdict';
  for (const check of report.checks)
    assert.equal(
      Object.keys(check)
        .filter((key) => key !== 'reason')
        .sort()
        .join(' '),
      keys,
    );
  assert.ok(
    report.broken!.checks.every((at) => Math.abs(report.checks[at]!.disparity!.value) > 0.1),
  );

  const markdown = (await ask('--format', 'markdown', '--fail-on', '.1')).stdout;
  const count = report.broken!.checks.length;
  assert.match(
    markdown,
    new RegExp(
      `^Beyond the threshold of \\.1 for certain: ${count} figures?\\.\n\n- (terms for )?gender: label share`,
      'm',
    ),
  );
  assert.equal(markdown.match(/^\| Data /gim)?.length, 1);

  const sarif = JSON.parse((await ask('--format', 'sarif', '--fail-on', '.1')).stdout) as {
    runs: { results: { kind: string; level: string; ruleId: string; locations: unknown[] }[] }[];
  };
  const { results } = sarif.runs[0]!;
  assert.equal(results.length, report.checks.length);
  for (const [at, { kind, level, locations }] of results.entries()) {
    const isBroken = report.broken!.checks.includes(at);
    assert.equal(level, kind !== 'fail' ? 'none' : isBroken ? 'error' : 'warning');
    assert.equal(locations.length, 1);
  }
  const card = (await ask('--format', 'model-card')).stdout;
  assert.match(card, /^## Bias, risks and limitations\n\n### Bias audit\n/);
  assert.ok(
    !card.includes('singing') && !card.includes(folder),
    'a card quotes no rows and no folders',
  );
  assert.match((await ask('--format', 'markdown')).stdout, /^# Bias audit\n\nDisparity found/);
});

test('groups of one row and groups without positives are undefined, never fair', async () => {
  const few: PlantedRow[] = [
    // Of one text each: copies are too few to say that the model is weak.
    ...rows.slice(0, 60).map((row, at) => ({ ...row, text: `${row.text} ${at}` })),
    { text: 'they sing', label: 'calm', gender: 'other' },
    { text: 'nobody sings', label: 'calm', gender: null },
  ];
  const file = write('few.jsonl', jsonl(few));
  const { code, stdout, stderr } = await run(
    classifier,
    '--data',
    file,
    '--groups',
    'gender',
    '--json',
  );
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as AuditReport;
  const other = report.checks.filter(({ group }) => group === 'other');
  assert.ok(other.length > 0);
  for (const { metric, verdict } of other)
    assert.notEqual(verdict, 'none-larger-than-delta', metric);
  const rate = other.find(
    ({ metric, variant }) => metric === 'true-positive-rate' && variant.endsWith(':glad'),
  )!;
  assert.deepEqual([rate.value, rate.low, rate.high], [null, null, null]);
  assert.ok(rate.reason !== undefined);
  // A random model must not be said to be fair, whatever its figures are.
  assert.ok(
    report.checks.every(
      ({ verdict }) => verdict === 'model-too-weak' || verdict === 'not-enough-data',
    ),
  );
  assert.match(report.summary, /too weak to audit/);
  assert.deepEqual(report.coverage.find(({ id }) => id === 'group/gender')?.used, 61);
  assert.deepEqual(report.data?.path, file);
  assert.ok(report.sources.some(({ kind }) => kind === 'built-in'));
});

test('against itself nothing changed, and a base that cannot be compared is refused', async () => {
  const ask = [classifier, '--data', data, '--groups', 'gender', '--base'];
  const { code, stdout, stderr } = await run(...ask, classifier, '--json');
  assert.equal(code, 0, stderr);
  const { base, changes, summary, baseNotes } = JSON.parse(stdout) as AuditReport;
  assert.equal(base, path.resolve(classifier));
  assert.match(baseNotes?.[0]?.text ?? '', /The base is the model that is audited itself/);
  const families = new Set(changes.map(({ id }) => id.split('/')[0]));
  assert.deepEqual([...families], ['group', 'swap', 'template']);
  for (const { metric, value, verdict, discordant } of changes) {
    assert.ok(value === 0 || value === null, `${metric}: ${value}`);
    assert.ok(verdict === 'no-change-found' || verdict === 'not-enough-data', metric);
    assert.ok(discordant === null || discordant.worse + discordant.better === 0);
  }
  assert.match(summary, /The base gives the same answers: nothing changed/);
  const other = path.join(folder, 'other');
  cpSync(classifier, other, { recursive: true });
  const config = path.join(other, 'config.json');
  writeFileSync(config, readFileSync(config, 'utf8').replaceAll('glad', 'happy'));
  await refused([...ask, other], /knows the labels "calm", "cross", "happy".*cannot be compared/);
});
