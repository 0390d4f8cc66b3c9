import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { judgeChecks } from '../../../../src/audit/statistics/judge';
import { auditTemplates } from '../../../../src/audit/templates/auditTemplates';
import { holes } from '../../../../src/audit/templates/fills';
import { fillTemplate, parseTemplate } from '../../../../src/audit/templates/template';
import { templateItems } from '../../../../src/audit/templates/templateItems';
import { builtInTemplates, readTemplateSuite } from '../../../../src/audit/templates/templateSuite';
import { findTerms } from '../../../../src/data/swap/swapText';
import type { AuditCheck } from '../../../../src/protocol/audit';
import { UserError, printUserError } from '../../../../src/protocol/errors';
import { temporaryFolder } from '../../data/temporaryFolder';

const { folder } = temporaryFolder();
let files = 0;

function fileOf(text: string, name = `suite-${(files += 1)}.jsonl`): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('200 templates ship, each of them fills, no sentence twice', () => {
  const suites = builtInTemplates();
  const texts = suites.flatMap(({ templates }) => templates.map(({ text }) => text));
  assert.equal(texts.length, 200);
  assert.equal(new Set(texts).size, 200);
  for (const suite of suites) {
    const items = templateItems(suite);
    assert.ok(items.axes.length >= 8);
    assert.equal(
      items.texts.length,
      items.axes.reduce((sum, { versions }) => sum + versions.length, 0),
    );
    for (const text of items.texts) {
      assert.doesNotMatch(text, /[{}]|\b[aA] [aeiou](?!ur|kr|n[ai])|\b[aA]n [^aeiouAEIOUh]/, text);
      assert.match(text, /^["\p{Lu}]/u);
    }
    for (const { versions } of items.axes)
      for (const { text, spans } of versions)
        for (const { start, end } of spans)
          assert.match(text.slice(start, end), /^\p{L}[\p{L} -]*$/u);
  }
});

test('what fills a hole is a word of the swaps, of the same group', () => {
  for (const [hole, fills] of holes)
    for (const { axis, words } of fills)
      for (const [group, word] of words.entries()) {
        if (word === null) continue;
        const text = hole === 'name' ? `${word} came` : `one ${word} student came`;
        const groups = findTerms(text, axis)?.terms.map((term) => term.group);
        assert.deepEqual(groups, [group], `${axis}: ${word}`);
      }
});

test('filling', () => {
  const check = (
    text: string,
    word: string,
    sex: 'male' | 'female' | null,
    expected: string,
  ): void => {
    assert.equal(fillTemplate(parseTemplate(text), word, sex).text, expected);
  };
  check('A {identity} man met an {identity} man.', 'old', null, 'An old man met an old man.');
  check('{identity} people voted.', 'deaf', null, 'Deaf people voted.');
  check('Yes. {religion} people voted.', 'Sikh', null, 'Yes. Sikh people voted.');
  check(
    '{name} said {he} lost {his} way. {He} swore.',
    'Anna',
    'female',
    'Anna said she lost her way. She swore.',
  );
  const { text, spans } = fillTemplate(parseTemplate('A {identity} man'), 'old', null);
  assert.deepEqual(
    spans.map(({ start, end }) => text.slice(start, end)),
    ['An', 'old'],
  );
});

test("what is wrong with a user's file", async () => {
  const check = async (file: string, place: string, expected: RegExp): Promise<void> => {
    await assert.rejects(readTemplateSuite(file), (error) => {
      assert.ok(error instanceof UserError);
      const said = printUserError(error);
      assert.ok(said.startsWith(`${file}${place}: `), said);
      assert.match(said, expected);
      return true;
    });
  };
  await check(fileOf('{"text": "a"}\n'), ':1', /no text in a column "template".*columns are text/);
  await check(
    fileOf('{"template": "The {identity} man"}\n{"template": "He ran."}\n'),
    ':2',
    /no hole/,
  );
  await check(fileOf('{"template": "The {colour} man"}\n'), ':1', /\{colour\}.*\{identity\}/);
  await check(
    fileOf('{"template": "The {age} man lost {his} hat"}\n'),
    ':1',
    /\{his\} stands for whoever \{name\} names, and this template has \{age\} in its place/,
  );
  await check(
    fileOf('{"template": "{name} ran"}\n{"template": "{He} left."}\n'),
    ':2',
    /\{He\} stands for whoever \{name\} names, and this template has no \{name\}\. There are \{identity\}/,
  );
  await check(fileOf('{"template": "{name} is {identity}"}\n'), ':1', /one kind of hole/);
  await check(fileOf('{"template": "{name} ran", "label": [1]}\n'), ':1', /label/);
  const long = JSON.stringify({ template: `{name} ran${'{'.repeat(200_000)}` });
  await check(fileOf(`${long}\n`), ':1', /200,010 characters.*at most 2,000/);
  await check(fileOf('template,label\n', 'a.csv'), '', /no template/);
  await check(path.join(folder, 'nowhere.jsonl'), '', /no such file/);
});

/** Likes short texts, and women less. */
function predict(texts: readonly string[], bias: number): Float32Array {
  return Float32Array.from(
    texts.flatMap((text) => {
      const isFemale =
        /\b(?:she|her|female|Jennifer|Linda|Patricia|Elizabeth|Barbara|Susan|Jessica|Margaret)\b/i;
      const logit = (text.length % 7) - 3 - (isFemale.test(text) ? bias : 0);
      const share = 1 / (1 + Math.exp(-logit));
      return [1 - share, share];
    }),
  );
}

async function audit(file: string, bias: number): Promise<AuditCheck[]> {
  const items = templateItems(await readTemplateSuite(file));
  const labels = ['negative', 'positive'];
  const checks = await auditTemplates(items, predict(items.texts, bias), {
    ...usualAuditOptions,
    ...{ labels, gate: null, permutations: 500, resamples: 200 },
  });
  return judgeChecks(checks, usualAuditOptions);
}

test('a planted bias is found where it is, and only there', async () => {
  const rows = Array.from({ length: 60 }, (_, at) => ({
    template: `${'x'.repeat(at % 9)} the {gender} neighbour came on day ${at}`,
    label: at % 2 === 0 ? 'Positive' : 'negative',
  }));
  const file = fileOf(rows.map((row) => JSON.stringify(row)).join('\n'), 'mine.jsonl');
  const checks = await audit(file, 3);
  assert.ok(checks.every(({ id }) => id === 'template/mine.jsonl'));
  const signed = checks.filter(({ metric }) => metric === 'signed-change');
  assert.deepEqual(
    signed.map(({ variant, group, reference, n }) => [variant, group, reference, n]),
    [['gender:one-against-rest:positive', 'female', 'male', 60]],
  );
  assert.equal(signed[0]?.verdict, 'disparity');
  assert.ok((signed[0].value ?? 0) < -0.1);
  const [row] = signed[0].rows;
  assert.deepEqual(
    row?.swapped?.before.map(({ start, end }) => row.text.slice(start, end)),
    ['male'],
  );
  assert.ok(checks.some(({ metric }) => metric === 'accuracy-difference'));
});

test('labels that the model does not have', async () => {
  const file = fileOf('{"template": "The {age} man ran", "label": "joy"}\n');
  await assert.rejects(audit(file, 0), /The model has no label "joy"/);
});

test('a template that stands several times is no further evidence', async () => {
  const row = { template: 'The {identity} neighbour was lovely', label: 'pos' };
  const copies = [row, { ...row, template: 'the  {identity} neighbour was LOVELY' }, row];
  const lines = (rows: readonly object[]): string =>
    rows.map((each) => JSON.stringify(each)).join('\n');
  const suite = await readTemplateSuite(fileOf(lines(copies)));
  assert.deepEqual([suite.templates.length, suite.copies, suite.source.rows], [1, 2, 3]);
  const { coverage } = templateItems(suite);
  assert.deepEqual([coverage.used, coverage.of], [1, 3]);
  assert.match(coverage.note ?? '', /^2 rows that repeat another left out\./);
  await assert.rejects(
    readTemplateSuite(fileOf(lines([row, { ...row, label: 'neg' }]))),
    (error) =>
      error instanceof UserError &&
      /:2: .*stands in line 1 already, with another label/.test(printUserError(error)),
  );
});
