import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import { rowHash } from '../../../src/data/lint/suppressedFindings';
import type { LintReport } from '../../../src/protocol/lint';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

async function run(...given: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const { output, text } = fakeOutput();
  const code = await commandLine(['lint', ...given], output);
  return { code, ...text };
}

const good = '{"text":"a word","label":"x"}\n{"text":"another","label":"y"}\n';
const spaced = '{"text":" b ","label":"y"}';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

async function json(...given: string[]): Promise<LintReport & { code: number }> {
  const { code, stdout, stderr } = await run(...given, '--json');
  assert.equal(stderr, '');
  return { ...(JSON.parse(stdout) as LintReport), code };
}

test('exit codes: 0 without errors, 2 with them, 1 for what cannot be opened', async () => {
  const folder = folderWith({
    'a.jsonl': good,
    'b.jsonl': `${good}{\n`,
    'c.jsonl': `${good}${spaced}\n`,
  });
  assert.equal((await run(path.join(folder, 'a.jsonl'), '--rules', 'row')).code, 0);
  assert.equal((await run(path.join(folder, 'b.jsonl'))).code, 2);
  assert.equal((await run(path.join(folder, 'c.jsonl'), '--rules', 'row')).code, 0);
  const missing = await run(path.join(folder, 'd.jsonl'));
  assert.deepEqual([missing.code, missing.stderr.includes('There is no such file')], [1, true]);
  for (const [flags, message] of [
    [[], /needs a data file/],
    [['-'], /a pipe \("-"\) is not read.* Save it as a \.jsonl/],
    [['a', '--rules', 'L-TXT-99'], /no rule "L-TXT-99"\. Did you mean L-TXT-/],
    [['a', '--rules', 'row,-L-TXT-99'], /no rule "L-TXT-99"/],
    [['a', '--rules', 'L-TXT-02,-row'], /No rule is left/],
    [['a', '--task', 'clasification'], /Did you mean classification/],
    [['a', '--fix'], /--fix and --out FILE go together/],
    [['a', 'b', '--fix', '--out', 'c'], /one file at a time/],
  ] as const) {
    const { code, stderr } = await run(...flags);
    assert.deepEqual([code, message.test(stderr)], [1, true], stderr);
  }
});

test('the row a finding names by its number is named by its line too', async () => {
  const row = (text: string): string => `{\n "text": "${text}",\n "label": "x"\n}`;
  const folder = folderWith({ 'a.json': `[${[row('one'), row('two'), row('one')].join(',\n')}]` });
  const { stdout } = await run(path.join(folder, 'a.json'), '--rules', 'L-DUP-01');
  assert.match(stdout, /as row 1: .* \[see .*a\.json:1\] \[fix\]$/m);
});

test('rules are named, and left out', async () => {
  const folder = folderWith({ 'a.jsonl': `${good}${spaced}\n{"text":"{{NAME}}","label":"x"}\n` });
  for (const [rules, expected] of [
    ['row', ['L-TXT-02', 'L-TXT-08']],
    ['row,-L-TXT-02', ['L-TXT-08']],
    ['L-TXT-02, l-txt-08', ['L-TXT-02', 'L-TXT-08']],
    ['row,-row,L-TXT-08', ['L-TXT-08']],
  ] as const) {
    const { counts } = await json(path.join(folder, 'a.jsonl'), '--rules', rules);
    assert.deepEqual(Object.keys(counts).sort(), expected, rules);
  }
  const all = await json(path.join(folder, 'a.jsonl'));
  const { counts } = await json(path.join(folder, 'a.jsonl'), '--rules=-L-TXT-08');
  assert.deepEqual({ ...counts, 'L-TXT-08': 1 }, all.counts);
});

test('the document: files, rows, findings with places, counts', async () => {
  const folder = folderWith({ 'a.jsonl': `${good}${spaced}\n` });
  const file = path.join(folder, 'a.jsonl');
  const { files, counts, code } = await json(file, '--rules', 'row');
  assert.equal(code, 0);
  assert.deepEqual(counts, { 'L-TXT-02': 1 });
  const [report] = files;
  assert.deepEqual([report?.path, report?.rows, report?.findings.length], [file, 3, 1]);
  const { message, ...finding } = report?.findings[0] ?? { message: '' };
  assert.ok(message.length > 20);
  assert.deepEqual(finding, {
    ...{ rule: 'L-TXT-02', severity: 'warning', row: 3, field: 'text', fixable: true },
    ...{ line: 3, column: 10, endLine: 3, endColumn: 11 },
    related: [{ path: file, line: 3, column: 12, message: 'also at column 12' }],
  });
});

test('findings about rows stand in the order of their lines, whatever rule found them', async () => {
  const folder = folderWith({ 'a.jsonl': `${spaced}\n${good}${good}{"text":"c ","label":"x"}\n` });
  const { files } = await json(path.join(folder, 'a.jsonl'));
  const lines = (files[0]?.findings ?? [])
    .filter(({ row }) => row !== null)
    .map(({ line }) => line);
  assert.ok(lines.length > 2);
  assert.deepEqual(
    lines,
    lines.toSorted((a, b) => a - b),
  );
});

test('an evaluation file: its rows that were trained on, in its own entry or in the one it has', async () => {
  const folder = folderWith({ 'train.jsonl': good, 'test.jsonl': good.split('\n')[1] ?? '' });
  const [train, other] = [path.join(folder, 'train.jsonl'), path.join(folder, 'test.jsonl')];
  const apart = await json(train, '--against', other, '--rules', 'L-LEAK-01');
  assert.deepEqual(
    apart.files.map(({ findings }) => findings.length),
    [0, 1],
  );
  assert.equal(apart.files[1]?.findings[0]?.related[0]?.path, train);
  const together = await json(train, other, '--against', other, '--rules', 'L-LEAK-01');
  assert.deepEqual(
    together.files.map(({ findings }) => findings.length),
    [0, 1],
  );
});

test('a list or table without rows is an error', async () => {
  const folder = folderWith({ 'a.csv': 'text,label\n', 'a.json': '[]', 'a.jsonl': '\n' });
  for (const name of ['a.csv', 'a.json', 'a.jsonl']) {
    const { code, files } = await json(path.join(folder, name));
    assert.equal(code, 2, name);
    assert.deepEqual(
      files[0]?.findings.map(({ rule }) => rule),
      ['L-FMT-01'],
      name,
    );
  }
});

test('an evaluation file that cannot be compared is no clean one', async () => {
  const folder = folderWith({ 'a.jsonl': good, 'cut.json': '[{"text":"a w', 'x.parquet': 'x' });
  const file = path.join(folder, 'a.jsonl');
  for (const name of ['cut.json', 'x.parquet']) {
    const { code, files } = await json(
      file,
      '--against',
      path.join(folder, name),
      '--rules',
      'L-LEAK-01',
    );
    assert.equal(code, 2, name);
    assert.ok(
      files[1]?.findings.some(({ rule }) => rule === 'L-FMT-01'),
      name,
    );
  }
  const { code, stderr } = await run(file, '--against', file);
  assert.deepEqual([code, stderr.includes('names the file itself')], [1, true]);
});

test('suppressed findings are left out and counted; a mistake in the file is named with its place', async () => {
  const suppression = {
    file: 'data/a.jsonl',
    rule: 'L-TXT-02',
    row: rowHash(spaced),
    reason: 'so it was said',
  };
  const document = { version: 1, suppressions: [suppression] };
  const content = `${good}${spaced}\n{"text":"c ","label":"y"}\n`;
  const folder = folderWith({
    'data/a.jsonl': content,
    '.finetune/lint.json': JSON.stringify(document),
  });
  const file = path.join(folder, 'data/a.jsonl');
  const { files } = await json(file, '--rules', 'row');
  assert.deepEqual(
    files[0]?.findings.map(({ line }) => line),
    [4],
  );
  assert.match((await run(file, '--rules', 'row')).stdout, /4 rows, 1 finding, 1 suppressed/);
  const kept = path.join(folder, 'data', 'mended.jsonl');
  await run(file, '--rules', 'row', '--fix', '--out', kept);
  assert.equal(readFileSync(kept, 'utf8'), content.replace('c ', 'c'));
  const gone = { ...suppression, row: '0123456789abcdef', reason: 'it was so once' };
  const leaked = { ...gone, rule: 'L-LEAK-01', row: null };
  const list = { version: 1, suppressions: [suppression, gone, leaked] };
  writeFileSync(path.join(folder, '.finetune/lint.json'), JSON.stringify(list));
  const { stderr } = await run(file, '--rules', 'all', '--json');
  assert.match(
    stderr,
    /L-TXT-02 on the row 0123456789abcdef \("it was so once"\) matches nothing\. Take it out of/,
  );
  assert.equal(stderr.split('\n').length, 2, stderr);
  assert.equal((await run(file, '--rules', 'L-DUP-01')).stderr, '');
  writeFileSync(path.join(folder, '.finetune/lint.json'), '{\n  "suppresions": []\n}');
  const wrong = await run(file);
  assert.equal(wrong.code, 1);
  assert.match(
    wrong.stderr,
    /lint\.json:2:3: There is no key "suppresions"\. Did you mean "suppressions"\?/,
  );
});

test('text: grouped by rule, with places, capped, summed up', async () => {
  const folder = folderWith({ 'a.jsonl': `${good.repeat(20)}${`${spaced}\n`.repeat(30)}` });
  const file = path.join(folder, 'a.jsonl');
  const { stdout } = await run(file, '--rules', 'L-TXT-02');
  assert.match(
    stdout,
    /a\.jsonl: 70 rows, 30 findings\n\nL-TXT-02 {2}Stray whitespace {2}\(30\)\n/,
  );
  assert.ok(stdout.includes(`${file}:41:10 L-TXT-02 warning: `));
  assert.match(stdout, /and 10 more; --json lists all/);
  assert.match(stdout, /30 warnings\.\n30 can be mended in a copy: add --fix --out FILE\.\n$/);
  const twice = await run(file, file, '--rules', 'L-TXT-02');
  assert.match(twice.stdout, /60 can be mended in a copy: name one file and add --fix --out FILE/);
});

test('rows that are too long: what to write for maxLength, in the config where one names the file', async () => {
  const model = path.join(process.env.FINETUNE_ROOT ?? '.', 'samples', 'models', 'minilm-small');
  const row = (count: number): string =>
    `${JSON.stringify({ text: 'word '.repeat(count).trim(), label: 'x' })}\n`;
  const config = { model: path.resolve(model), data: { train: 'a.jsonl' } };
  const training = (maxLength: number): string =>
    JSON.stringify({ ...config, training: { maxLength } });
  const folder = folderWith({ 'a.jsonl': row(40) + row(99), 'b.jsonl': row(600) });
  const [file, long] = [path.join(folder, 'a.jsonl'), path.join(folder, 'b.jsonl')];
  writeFileSync(path.join(folder, 'a.finetune.json'), training(32));
  const named = await run(file, '--rules', 'L-LEN-02');
  assert.match(
    named.stdout,
    /\nThe longest row has 101 tokens: "training\.maxLength": 104 in .*a\.finetune\.json holds all, and takes more time and memory\.\n/,
  );
  const flags = ['--model', model, '--rules', 'L-LEN-02', '--max-length'];
  const above = await run(long, ...flags, '128');
  assert.match(
    above.stdout,
    /has 602 tokens, and the model reads at most 512: --max-length 512 cuts off least\./,
  );
  assert.match(
    above.stdout,
    /at most 512: raise maxLength up to that and shorten or split the row/,
  );
  const most = await run(long, ...flags, '512');
  assert.match(most.stdout, /The model reads at most 512: shorten or split the row\./);
  assert.match(most.stdout, /the model reads at most 512: shorten or split\.\n/);
  const json = JSON.parse((await run(long, ...flags, '512', '--json')).stdout) as LintReport;
  const [finding] = json.files[0]?.findings ?? [];
  assert.deepEqual([finding?.tokens, finding?.fixable, finding?.guess], [602, true, true]);
});

test('a late system prompt is moved to the front, and not taken out then', async () => {
  const said = (role: string, content: string): object => ({ role, content });
  const chat = (row: number): object[] => [said('user', `q ${row}`), said('assistant', `a ${row}`)];
  const rows: object[][] = Array.from({ length: 20 }, (_, row) => chat(row));
  rows.push([said('user', 'hi'), said('system', 'Be terse.'), said('assistant', 'ho')]);
  const content = rows.map((messages) => `${JSON.stringify({ messages })}\n`).join('');
  const folder = folderWith({ 'a.jsonl': content });
  const [file, copy] = [path.join(folder, 'a.jsonl'), path.join(folder, 'b.jsonl')];
  const { stdout } = await run(file, '--fix', '--out', copy, '--rules', 'all');
  const last = readFileSync(copy, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  const { messages } = JSON.parse(last) as { messages: { role: string }[] };
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant'],
    stdout,
  );
  assert.match(stdout, /Left as they are, since the fix is a guess: .*L-CHT-10 1/);
});

test('a fix that is a guess is made where its rule is named, and else said', async () => {
  const english = (row: number): string =>
    JSON.stringify({ text: `The train number ${row} was late again this morning.`, label: 'x' });
  const russian = '{"text":"Поезд сегодня утром снова опоздал на вокзал.","label":"x"}';
  const rows = [...Array.from({ length: 40 }, (_, row) => english(row)), russian];
  const content = rows.map((row) => `${row}\n`).join('');
  const folder = folderWith({ 'a.jsonl': content.replace('number 7 ', 'number 7    ') });
  const file = path.join(folder, 'a.jsonl');
  const copy = (name: string): string => path.join(folder, name);
  const mend = (name: string, rules: string): ReturnType<typeof run> =>
    run(file, '--rules', rules, '--fix', '--out', copy(name));
  const looked = await run(file, '--rules', 'L-TXT-02,all,-L-DUP-03');
  assert.match(looked.stdout, /L-TXT-02 warning: [^\n]* \[fix\]\n/);
  assert.match(looked.stdout, /L-TXT-12 note: [^\n]* \[fix\?\]\n/);
  assert.match(
    looked.stdout,
    /\n1 can be mended in a copy: add --fix --out FILE\.\n1 more only by a guess \(\[fix\?\]\), which is made where its rule is named: add --rules all,L-TXT-12\.\n$/,
  );
  const alone = await run(file, '--rules', 'L-TXT-12');
  assert.match(
    alone.stdout,
    /\n1 only by a guess .*: add --fix --out FILE --rules all,L-TXT-12\.\n$/,
  );
  const plain = await mend('plain.jsonl', 'L-TXT-02,all,-L-DUP-03');
  assert.match(
    plain.stdout,
    /\nMended 1 finding \(L-TXT-02 1\): .*plain\.jsonl\nLeft as they are, since the fix is a guess: L-TXT-12 1\. A rule that is named has it made: --rules all,L-TXT-12\.\n/,
  );
  assert.ok(readFileSync(copy('plain.jsonl'), 'utf8').endsWith(`${russian}\n`));
  const named = await mend('named.jsonl', 'all,L-TXT-12,-L-DUP-03');
  assert.match(named.stdout, /Mended 2 findings \(L-TXT-02 1, L-TXT-12 1\)/);
  assert.doesNotMatch(named.stdout, /guess/);
  assert.equal(readFileSync(copy('named.jsonl'), 'utf8').split('\n').length, 41);

  const before = readFileSync(copy('named.jsonl'), 'utf8');
  const again = await mend('named.jsonl', 'row');
  assert.equal(again.code, 1);
  assert.match(
    again.stderr,
    /named\.jsonl: This file exists already, and --fix overwrites nothing\. Name another file/,
  );
  assert.equal(readFileSync(copy('named.jsonl'), 'utf8'), before);
  writeFileSync(copy('empty.jsonl'), '');
  assert.equal((await mend('empty.jsonl', 'row')).code, 0, 'an empty file loses nothing');
});

test('what --fix cannot mend, since it has one file alone, is not promised', async () => {
  const folder = folderWith({ 'a.jsonl': good, 'b.jsonl': good });
  const [file, against] = [path.join(folder, 'a.jsonl'), path.join(folder, 'b.jsonl')];
  const { stdout } = await run(file, '--against', against, '--rules', 'L-LEAK-01');
  assert.match(stdout, /2 errors in 2 files\.\n$/);
});

test('--format text reads what nothing else tells the format of, as the error advises', async () => {
  const folder = folderWith({ 'train.en': 'Two young, tall men.\nA man in a hat\nA dog \n' });
  const file = path.join(folder, 'train.en');
  const untold = await run(file);
  assert.equal(untold.code, 1);
  assert.match(untold.stderr, /--format jsonl, json, csv, tsv or text/);
  const told = await run(file, '--format', 'text');
  assert.deepEqual([told.code, told.stderr], [0, '']);
  assert.match(told.stdout, /train\.en: 3 rows/);
});

test('a format that nothing has names those that there are', async () => {
  const { code, stderr } = await run('a.jsonl', '--format', 'xml');
  assert.equal(code, 1);
  assert.match(stderr, /no format "xml"\. Reports are text, json, sarif; data files are jsonl/);
});

test('text: what most rows have is a line and a count; --json lists all', async () => {
  const folder = folderWith({ 'a.txt': `Some prose.\n${'  Indented.\n'.repeat(900)}` });
  const file = path.join(folder, 'a.txt');
  const { stdout } = await run(file, '--rules', 'L-TXT-02');
  const [, , head, first, rest] = stdout.split('\n');
  assert.equal(head, 'L-TXT-02  Stray whitespace  (900)');
  assert.ok(first?.startsWith(`${file}:2:1 L-TXT-02 warning: `));
  assert.equal(rest, 'and 899 more, in 900 of 901 rows; --json lists all');
  const { files } = await json(file, '--rules', 'L-TXT-02');
  assert.equal(files[0]?.findings.length, 900);
});

/** Rows laid out over lines: read, and one finding that says what is wrong with the file. */
const laidOut = [
  [
    'objects',
    (rows: readonly object[]) => rows.map((row) => JSON.stringify(row, null, 2)).join('\n'),
  ],
  ['a list', (rows: readonly object[]) => JSON.stringify(rows, null, 2)],
  [
    'a list of lines',
    (rows: readonly object[]) => `[${rows.map((row) => JSON.stringify(row)).join(',\n')}]`,
  ],
] as const;

for (const [what, write] of laidOut)
  test(`${what} over several lines, named .jsonl, is one error, and its rows are checked`, async () => {
    const rows = Array.from({ length: 50 }, (_, at) => ({ text: `Text ${at}`, label: 'x' }));
    const content = write([...rows, { text: 'b ', label: 'x' }]);
    const folder = folderWith({ 'a.jsonl': content, 'b.jsonl': `${content.slice(0, -1)} x` });
    const { files, code } = await json(path.join(folder, 'a.jsonl'), '--rules', 'row');
    assert.equal(code, 2);
    const [report = assert.fail('no report')] = files;
    assert.equal(report.rows, 51);
    assert.deepEqual(
      report.findings.map(({ rule, row, field }) => [rule, row, field]),
      [
        ['L-FMT-01', 1, null],
        ['L-TXT-02', 51, 'text'],
      ],
    );
    assert.match(report.findings[0]?.message ?? '', /one row a line.* Name the file \.json, or /);
    const lines = content.split('\n').length;
    const broken = await json(path.join(folder, 'b.jsonl'), '--rules', 'L-FMT-01');
    assert.ok((broken.counts['L-FMT-01'] ?? 0) <= 3, `${lines} lines`);
  });

test('a row that cannot be read is no row of those that are counted', async () => {
  const rows = 'text,label\nOne film,good\nTwo films,bad\n"Three films,bad\nFour films,good\n';
  const folder = folderWith({ 'a.csv': rows });
  const { stdout } = await run(path.join(folder, 'a.csv'), '--rules', 'L-FMT-04,L-SIZE-01');
  assert.match(stdout, /a\.csv: 4 rows \(3 can be read\), 2 findings\n/);
  assert.match(stdout, /Only 3 rows: /);
});

test('files that look like training and test data: how to compare them', async () => {
  const folder = folderWith({ 'a.train.jsonl': good, 'a.test.jsonl': good, 'b.jsonl': good });
  const [train, held, other] = ['a.train.jsonl', 'a.test.jsonl', 'b.jsonl'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  const hint = /\nEach file was looked at by itself\. .*--against \S*a\.test\.jsonl\n$/;
  assert.match((await run(held, train)).stdout, hint);
  assert.doesNotMatch((await run(train, other)).stdout, /--against/);
  assert.doesNotMatch((await run(train, '--against', held)).stdout, /by itself/);
});

test('lines of JSON that are laid out over lines further down are one error there', async () => {
  const line = '{"text": "One line.", "label": "x"}\n';
  const spread = '{\n  "text": "Three lines.",\n  "label": "x"\n}\n';
  const folder = folderWith({
    'a.jsonl': `${line}\n${line}${spread}${line}${spread}`,
    'a.json': `${line}${spread}`,
    'b.jsonl': `${line}{\n"text": "never closed",\n${line}`,
    'c.jsonl': `${line.trim()},\n${line}${line.trim()},\n${line.trim()} and more\n${line}`,
  });
  const asked = (name: string): ReturnType<typeof json> =>
    json(path.join(folder, name), '--rules', 'L-FMT-01');
  const { files } = await asked('a.jsonl');
  assert.equal(files[0]?.rows, 5);
  assert.deepEqual(
    files[0].findings.map((each) => [each.row, each.line, each.message.slice(0, 31)]),
    [[3, 4, 'This is JSON over several lines']],
  );
  assert.deepEqual((await asked('a.json')).counts, {});
  const broken = await asked('b.jsonl');
  assert.deepEqual(
    broken.files[0]?.findings.map((each) => each.line),
    [2, 3],
  );
  const commas = await asked('c.jsonl');
  assert.equal(commas.files[0]?.rows, 5);
  assert.deepEqual(
    commas.files[0].findings.map((each) => each.line),
    [1, 3, 4],
  );
});

test('columns instead of rows are an error with what to do; lists that a row may have are none', async () => {
  const columns = { text: ['a', 'b', 'c'], label: ['x', 'y', 'x'] };
  const byNumber = { text: { 0: 'a', 1: 'b' }, label: { 0: 'x', 1: 'y' } };
  const row = { tokens: ['In', 'Rome'], ner_tags: ['O', 'B-LOC'] };
  const lists = { text: 'a', label: ['x', 'y'] };
  for (const [content, expected] of [
    [
      JSON.stringify(columns),
      /^error row 1: This holds columns instead of rows: 3 values each in "text", "label"/,
    ],
    [JSON.stringify(columns, null, 1), /^error row 1: This holds columns/],
    [JSON.stringify(byNumber), /^error row 1: .* pandas\.read_json\("FILE"\)\.to_json/],
    [JSON.stringify(row), /^$/],
    [
      `${JSON.stringify({ text: 'b', label: 'x' })}\n${JSON.stringify(lists)}`,
      /^error row 2: Column "label" holds a list where training takes one label/,
    ],
  ] as const) {
    const folder = folderWith({ 'a.json': content });
    const { files } = await json(path.join(folder, 'a.json'), '--rules', 'L-FMT-07');
    const said = files[0]?.findings.map(
      (each) => `${each.severity} row ${each.row}: ${each.message}`,
    );
    assert.match(said?.join('\n') ?? '', expected);
  }
});
