import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { rememberedSuites, rememberSuites } from '../../../src/extension/audits/rememberedSuites';
import { requireSuiteKind, suiteKindOf } from '../../../src/audit/suiteForm';
import { printUserError, UserError } from '../../../src/protocol/errors';

const files: Readonly<Record<string, readonly [text: string, kind: string]>> = {
  'a.jsonl': ['{"template": "The {identity} cook."}\n', 'template'],
  'b.csv': ['\uFEFFtemplate,label\n"The {identity} cook, again",x\n', 'template'],
  'c.jsonl': [
    '{"text": "I see a template", "label": "x", "functionality": "negation", "group": "women"}\n',
    'functional',
  ],
  'd.tsv': ['text\tlabel\tfunctionality\tgroup\nA\tx\tnegation\t\n', 'functional'],
  'e.json': ['{"targ1": {"category": "A", "examples": ["a", "b"]}}', 'seat'],
  'f.jsonl': ['{"text": "a template of functionality", "label": "x"}\n', 'is no suite'],
  'g.csv': [
    'sent_more,sent_less,stereo_antistereo\nA,B,stereo\n',
    'CrowS-Pairs.*comes with decoder models',
  ],
  'h.json': ['{"gold_label": "anti-stereotype"}', 'StereoSet.*comes with decoder models'],
};

test('a suite file says by its columns what it holds', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'suites-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, [text, kind]] of Object.entries(files)) {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    const found = await suiteKindOf(file).catch((error: unknown) => {
      assert.ok(error instanceof UserError && error.next !== undefined, String(error));
      return error.message;
    });
    assert.match(String(found), new RegExp(kind), name);
  }
  assert.equal(await suiteKindOf('/nowhere/rows.parquet'), null);
  await assert.rejects(suiteKindOf(path.join(folder, 'gone.jsonl')), /could not be read/);
});

test('a suite that is named as another kind is told which it is', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'suites-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, [text]] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, 'notes.md'), '# Notes\n');
  const rows = [
    ['a.jsonl', 'template', null],
    ['a.jsonl', 'seat', 'holds templates, not an association test.*--suite template=FILE'],
    ['c.jsonl', 'template', 'holds functional tests, not templates.*--suite functional=FILE'],
    ['e.json', 'functional', 'holds an association test, not functional tests.*--suite seat=FILE'],
    // Which column is missing in which row the reader says.
    ['f.jsonl', 'functional', null],
    ['g.csv', 'functional', 'looks like CrowS-Pairs.*comes with decoder models'],
    ['g.csv', 'seat', 'looks like CrowS-Pairs.*comes with decoder models'],
    ['h.json', 'template', 'looks like StereoSet'],
    ['notes.md', 'functional', 'is no suite'],
    ['gone.jsonl', 'functional', null],
    ['.', 'seat', null],
  ] as const;
  for (const [name, kind, says] of rows) {
    const told = await requireSuiteKind(path.join(folder, name), kind).then(
      () => null,
      (error: unknown) => (error instanceof UserError ? printUserError(error) : String(error)),
    );
    if (says === null) assert.equal(told, null, name);
    else assert.match(String(told), new RegExp(says), name);
  }
});

test('suites are remembered, and what is damaged is forgotten', async () => {
  let stored: unknown = undefined;
  const memory = {
    keys: () => [],
    get: () => stored,
    update: (_: string, value: unknown) => {
      stored = value;
      return Promise.resolve();
    },
  };
  assert.deepEqual(rememberedSuites(memory as never), []);
  const suite = { kind: 'seat', path: '/a.jsonl', isChosen: true } as const;
  await rememberSuites(memory as never, [suite]);
  assert.deepEqual(rememberedSuites(memory as never), [suite]);
  stored = [suite, null, { ...suite, kind: 'bbq' }, { kind: 'seat' }];
  assert.deepEqual(rememberedSuites(memory as never), [suite]);
  stored = 'no list';
  assert.deepEqual(rememberedSuites(memory as never), []);
});
