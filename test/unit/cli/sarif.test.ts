import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import Ajv from 'ajv';
import { commandLine } from '../../../src/cli/commandLine';
import { rowHash } from '../../../src/data/lint/suppressedFindings';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

const root = process.env.FINETUNE_ROOT ?? '.';

/** The standard's own JSON schema, as the package of its authors carries it. */
const schemaFile = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
const ajv = new Ajv({ schemaId: 'auto', meta: false, unknownFormats: ['uri-reference'] });
ajv.addMetaSchema(readJson('node_modules/ajv/lib/refs/json-schema-draft-04.json'));
const isSarif = ajv.compile(readJson(schemaFile));

function readJson(file: string): object {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as object;
}

const spaced = '{"text":" b ","label":"y"}';
const kept = '{"text":"c ","label":"x"}';

async function sarif(...given: string[]): Promise<{ log: Sarif; text: string; code: number }> {
  const { output, text } = fakeOutput();
  const code = await commandLine(['lint', '--format', 'sarif', ...given], output);
  assert.equal(text.stderr, '');
  const log = JSON.parse(text.stdout) as Sarif;
  assert.ok(isSarif(log), `${given.join(' ')}: ${ajv.errorsText(isSarif.errors)}`);
  return { log, text: text.stdout, code };
}

/** Rows of which one is broken, one has a finding and one a finding that is let stand, below a project's folder. */
function project(): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, '.finetune'));
  const suppressions = [
    { file: 'a b.jsonl', rule: 'L-TXT-02', row: rowHash(kept), reason: 'so it was said' },
  ];
  writeFileSync(
    path.join(folder, '.finetune', 'lint.json'),
    JSON.stringify({ version: 1, suppressions }),
  );
  const lines = ['{"text":"a word","label":"x"}', spaced, '{', kept, spaced];
  writeFileSync(path.join(folder, 'a b.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(path.join(folder, 'empty.jsonl'), '');
  return folder;
}

test('SARIF follows its schema, whatever was asked for', async () => {
  const folder = project();
  const [file, empty] = [path.join(folder, 'a b.jsonl'), path.join(folder, 'empty.jsonl')];
  for (const given of [
    [file],
    [file, '--rules', 'row'],
    [file, empty],
    [empty, '--rules', 'L-TXT-02'],
    [file, '--against', empty],
  ])
    await sarif(...given);
});

test('results have places, levels and rules; suppressed ones say why', async () => {
  const { log, code } = await sarif(path.join(project(), 'a b.jsonl'), '--rules', 'row');
  assert.equal(code, 2);
  const [run] = log.runs;
  assert.ok(run !== undefined && log.runs.length === 1);
  const { results, tool, columnKind } = run;
  assert.equal(columnKind, 'utf16CodeUnits');
  const { rules } = tool.driver;
  assert.deepEqual(
    results.map(({ ruleId, level, locations, suppressions }) => [
      ruleId,
      level,
      locations[0]?.physicalLocation.region.startLine,
      suppressions?.[0]?.justification,
    ]),
    [
      ['L-TXT-02', 'warning', 2, undefined],
      ['L-FMT-01', 'error', 3, undefined],
      ['L-TXT-02', 'warning', 4, 'so it was said'],
      ['L-TXT-02', 'warning', 5, undefined],
    ],
  );
  for (const { ruleId, ruleIndex } of results) assert.equal(rules[ruleIndex]?.id, ruleId);
  for (const { help } of rules) {
    assert.match(help.markdown, /How to fix: /);
    assert.doesNotMatch(help.text, /\*\*|`/);
  }
});

test('rules are explained in the report: no address of this machine stands in it', async () => {
  const folder = path.relative('', project());
  const { text } = await sarif(path.join(folder, 'a b.jsonl'), '--rules', 'row');
  assert.doesNotMatch(text, /helpUri/);
  // note: tests run in the root of the project, where build/ is.
  const inside = mkdtempSync(path.join('build', 'sarif-'));
  try {
    const file = path.join(inside, 'a.jsonl');
    writeFileSync(file, `${spaced}\n`);
    for (const name of [file, path.resolve(file)]) {
      const { text: below } = await sarif(name, '--rules', 'row');
      assert.ok(below.includes(`"uri":"${file.replaceAll(path.sep, '/')}"`), below);
      assert.doesNotMatch(below, /file:/);
    }
  } finally {
    rmSync(inside, { recursive: true });
  }
});

/** Files with signs of one, two and three bytes and of two code units, and what the regions of their findings hold. */
const marked: readonly (readonly [name: string, content: string, held: readonly string[]])[] = [
  [
    'a.jsonl',
    '{"text":"Grüße 😀 an  a@example.org hier","label":"x"}\n{"text":"b ","label":"y"}\n',
    ['L-PII-01 1:23 a@example.org', 'L-TXT-02 2:11  '],
  ],
  [
    'b.json',
    '[\n  {\n    "text": "世界 TODO 😀😀",\n    "label": "x"\n  },\n  {"text": "ok \\u00e9\\n ", "label": "y"}\n]\n',
    ['L-TXT-08 3:17 TODO', 'L-TXT-02 6:22 \\n '],
  ],
  [
    'c.csv',
    'text,label\n"Größe, 😀 ""ja""   x ",a\r\nénd ,b\n',
    ['L-TXT-02 2:18    ', 'L-TXT-02 3:4  '],
  ],
];

for (const [name, content, held] of marked)
  test(`regions hold what is meant: ${name}`, async () => {
    const file = path.join(temporaryFolder(), name);
    writeFileSync(file, content);
    const { log } = await sarif(file, '--rules', 'row', '--no-config');
    const lines = content.split(/\r?\n/);
    const found = log.runs[0]?.results.map(({ ruleId, locations }) => {
      const region = locations[0]?.physicalLocation.region;
      assert.ok(region !== undefined && region.startLine === region.endLine);
      const { startLine, startColumn, endColumn } = region;
      const text = lines[startLine - 1]?.slice(startColumn - 1, endColumn - 1);
      return `${ruleId} ${startLine}:${startColumn} ${text}`;
    });
    assert.deepEqual(found, held);
  });

interface Sarif {
  readonly runs: readonly {
    readonly columnKind: string;
    readonly tool: {
      readonly driver: {
        readonly rules: readonly {
          readonly id: string;
          readonly help: { readonly text: string; readonly markdown: string };
        }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: {
            readonly startLine: number;
            readonly startColumn: number;
            readonly endLine: number;
            readonly endColumn: number;
          };
        };
      }[];
      readonly suppressions?: readonly { readonly justification: string }[];
    }[];
  }[];
}
