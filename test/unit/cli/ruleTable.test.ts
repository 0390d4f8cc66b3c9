import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import { catalogue } from '../../../src/data/lint/catalogue';
import { stepForRule } from '../../../src/extension/recipes/stepForRule';
import {
  ruleIds,
  type LintFinding,
  type LintReport,
  type RuleId,
} from '../../../src/protocol/lint';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';
import { chatExamples } from './rules/chatExamples';
import {
  duplicateExamples,
  labelExamples,
  leakExamples,
  otherDatasetExamples,
  preferenceExamples,
} from './rules/datasetExamples';
import { formatExamples } from './rules/formatExamples';
import { lengthExamples, otherRowExamples } from './rules/rowExamples';
import type { DataFile, RuleExample } from './rules/ruleExample';
import { textExamples } from './rules/textExamples';

/** An example for each rule there is: a rule without one is a type error. */
const examples: Readonly<Record<RuleId, RuleExample>> = {
  ...formatExamples,
  ...chatExamples,
  ...textExamples,
  ...lengthExamples,
  ...duplicateExamples,
  ...leakExamples,
  ...labelExamples,
  ...preferenceExamples,
  ...otherRowExamples,
  ...otherDatasetExamples,
};

const root = temporaryFolder();
after(() => rmSync(root, { recursive: true, force: true }));

/** What `finetune lint` says, run in the folder as somebody would: with the files by their names. */
async function lint(folder: string, given: readonly string[]): Promise<LintReport> {
  const { output, text } = fakeOutput();
  const flags = given.map((each) =>
    existsSync(path.join(folder, each)) ? path.join(folder, each) : each,
  );
  const code = await commandLine(['lint', ...flags, '--json'], output);
  assert.ok(code === 0 || code === 2, `exit code ${code}: ${text.stderr}`);
  assert.equal(text.stderr, '');
  return JSON.parse(text.stdout) as LintReport;
}

function folderOf(name: string, file: DataFile, beside: readonly DataFile[] = []): string {
  const folder = path.join(root, name);
  mkdirSync(folder);
  for (const { name: each, content } of [file, ...beside])
    writeFileSync(path.join(folder, each), content);
  return folder;
}

/** Severity, row and field of a finding, and the characters of its range. */
function printed(file: string, finding: LintFinding): string {
  const { severity, row, field, line, column, endLine, endColumn } = finding;
  const lines = readFileSync(file, 'utf8').split('\n');
  const text = lines.slice(line - 1, endLine);
  text[text.length - 1] = (text.at(-1) ?? '').slice(0, endColumn - 1);
  text[0] = (text[0] ?? '').slice(column - 1);
  if (row === null) return `${severity} file`;
  return `${severity} row ${row}${field === null ? '' : ` ${field}`}: ${text.join('\n')}`;
}

function findingsOf({ files }: LintReport, file: string): readonly LintFinding[] {
  return files.find((each) => each.path === file)?.findings ?? assert.fail(`no report of ${file}`);
}

for (const rule of ruleIds) {
  const { bad, good, finds, flags = [], beside, fixed } = examples[rule];
  test(`${rule} is found where it should be, and only there`, async () => {
    const folder = folderOf(`${rule}-bad`, bad, beside);
    const file = path.join(folder, bad.name);
    const given = flags.includes('--against') ? flags : [bad.name, ...flags];
    const alone = findingsOf(await lint(folder, [...given, '--rules', rule]), file);
    assert.deepEqual(
      alone.map((each) => each.rule),
      finds.map(() => rule),
    );
    assert.deepEqual(
      alone.map((each) => printed(file, each)),
      finds,
    );
    assert.deepEqual(
      new Set(alone.map((each) => each.fixable)),
      new Set([named.edit.includes(rule)]),
    );
    const all = findingsOf(await lint(folder, given), file);
    assert.deepEqual(
      all.filter((each) => each.rule === rule),
      alone,
      'with all rules',
    );
    const sound = folderOf(`${rule}-good`, good, beside);
    const { counts } = await lint(
      sound,
      given.map((each) => (each === bad.name ? good.name : each)),
    );
    assert.equal(counts[rule], undefined, 'in the good example');
  });

  if (fixed !== undefined)
    test(`the fix of ${rule} removes its finding, adds none and leaves the rest of the file`, async () => {
      const folder = folderOf(`${rule}-fix`, bad, beside);
      const copy = `copy${path.extname(bad.name)}`;
      const out = path.join(folder, copy);
      const before = findingsOf(
        await lint(folder, [bad.name, ...flags]),
        path.join(folder, bad.name),
      );
      await lint(folder, [bad.name, ...flags, '--rules', rule, '--fix', '--out', out]);
      assert.equal(readFileSync(out, 'utf8'), fixed);
      const unnamed = path.join(folder, `unnamed${path.extname(bad.name)}`);
      const { guesses } = (await lint(folder, [
        ...[bad.name, ...flags, '--fix', '--out', unnamed],
      ])) as LintReport & { readonly guesses: Readonly<Record<string, number>> };
      const own = before.filter((each) => each.rule === rule);
      assert.deepEqual(new Set(own.map(({ guess = false }) => guess)), new Set([rule in guesses]));
      assert.deepEqual(readFileSync(path.join(folder, bad.name)), Buffer.from(bad.content));
      const left = findingsOf(await lint(folder, [copy, ...flags]), out);
      const known = before.map((each) => `${each.rule} ${each.row === null ? '' : each.message}`);
      for (const each of left) {
        assert.notEqual(each.rule, rule);
        assert.ok(
          known.some((one) => one.startsWith(each.rule)),
          `the fix adds ${each.rule}: ${each.message}`,
        );
      }
    });
}

/** The quick fixes that the catalogue names, by how they are made. */
const named: Readonly<Record<'edit' | 'recipe' | 'people', readonly RuleId[]>> = {
  // An edit of the row, or its deletion: also by `--fix`, but where more than the file has to be known.
  edit: [
    ...['L-FMT-01', 'L-FMT-02', 'L-FMT-03', 'L-FMT-04', 'L-FMT-05', 'L-FMT-06', 'L-FMT-07'],
    ...['L-CHT-01', 'L-CHT-02', 'L-CHT-03', 'L-CHT-04', 'L-CHT-05', 'L-CHT-06', 'L-CHT-07'],
    ...['L-CHT-08', 'L-CHT-09', 'L-CHT-10', 'L-TXT-01', 'L-TXT-02', 'L-TXT-03', 'L-TXT-04'],
    ...['L-TXT-05', 'L-TXT-06', 'L-TXT-07', 'L-TXT-09', 'L-TXT-10', 'L-TXT-12', 'L-LEN-01'],
    ...['L-LEN-02', 'L-DUP-01', 'L-DUP-02', 'L-DUP-03', 'L-LEAK-01', 'L-LEAK-02', 'L-LBL-01'],
    ...['L-LBL-03', 'L-PRF-01', 'L-PAR-01', 'L-QA-01', 'L-NER-01', 'L-PII-01', 'L-PII-02'],
  ] as RuleId[],
  // A step over the whole file: a new recipe.
  recipe: ['L-FMT-08', 'L-LBL-02', 'L-LBL-04'],
  // "review", "show group", "rebalance": a decision that no edit can take.
  people: [
    ...['L-TXT-08', 'L-TXT-11', 'L-TXT-13', 'L-LEN-03', 'L-LEN-04', 'L-DUP-04', 'L-LBL-05'],
    ...['L-PRF-02', 'L-PRF-03', 'L-TOX-01', 'L-FAIR-01', 'L-SIZE-01'],
  ] as RuleId[],
};
/** Told by another file: `--fix` has one alone. */
const neededBeside: readonly RuleId[] = ['L-LEAK-01', 'L-LEAK-02', 'L-LBL-01'];

test('the fixes in code are those that the catalogue names', () => {
  const { edit, recipe, people } = named;
  assert.deepEqual([...edit, ...recipe, ...people].sort(), [...ruleIds].sort());
  assert.deepEqual(
    ruleIds.filter((rule) => examples[rule].fixed !== undefined),
    ruleIds.filter((rule) => edit.includes(rule) && !neededBeside.includes(rule)),
  );
  for (const rule of recipe) assert.ok(stepForRule(rule) !== null, `${rule} needs a step`);
});

const page = path.join(process.env.FINETUNE_ROOT ?? '.', '../shared/references/audit-and-lint.md');
const letters = { error: 'E', warning: 'W', information: 'I' } as const;

test(
  'the rules in code are those of the written catalogue, at its levels',
  { skip: existsSync(page) ? false : 'needs ../shared/references/audit-and-lint.md' },
  () => {
    const written = [...readFileSync(page, 'utf8').matchAll(/^\| (L-[A-Z]+-\d+) \| ([EWI]) \|/gm)];
    assert.deepEqual(
      written.map(([, rule, level]) => `${rule} ${level}`),
      ruleIds.map((rule) => `${rule} ${letters[catalogue[rule].severity]}`),
    );
  },
);
