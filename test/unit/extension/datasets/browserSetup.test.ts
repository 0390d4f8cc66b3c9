import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { DatasetBrowser } from '../../../../src/data/browse/datasetBrowser';
import { rowHash } from '../../../../src/data/lint/suppressedFindings';
import { parseRunConfig } from '../../../../src/config/parseRunConfig';
import { browserSetup } from '../../../../src/extension/datasets/browserSetup';
import { pageCheck } from '../../../../src/extension/datasets/pageCheck';
import {
  lintSetup,
  type LintSettings,
  type LintSetup,
} from '../../../../src/extension/lint/lintSetup';
import type { DatasetHead, ToDatasetPage } from '../../../../src/protocol/datasetPage';
import type { RuleId } from '../../../../src/protocol/lint';
import { temporaryFolder } from '../../data/temporaryFolder';

const model = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/training/model');
const made = temporaryFolder();

/** Columns that nobody would recognise; row 1 is there twice, row 3 is long, row 5 ends with spaces. */
const rows = Array.from({ length: 60 }, (_, index) => ({
  first: `train ${index} was on time${index === 2 ? ' and more'.repeat(20) : ''}${index === 4 ? '   ' : ''}`,
  second: index % 2 === 0 ? 'a' : 'b',
}));
const lines = [...rows, rows[0]].map((row) => JSON.stringify(row));
const train = made.write('train.jsonl', lines.join('\n'));
const held = made.write('test.jsonl', [lines[7], '{"first": "new", "second": "a"}'].join('\n'));

const config = {
  model,
  task: 'text-classification',
  data: { train, test: held, fields: { text: 'first', label: 'second' } },
  training: { maxLength: 32 },
};

interface Asked {
  readonly file?: string;
  readonly rules?: LintSettings['rules'];
  readonly thresholds?: LintSettings['thresholds'];
  readonly suppressed?: LintSetup['suppressed'];
}

/** The page's last head for a file as a run config names it. */
async function headOf(context: TestContext, asked: Asked): Promise<DatasetHead> {
  const { config: parsed } = parseRunConfig(
    JSON.stringify(config),
    path.join(made.folder, 'a.finetune.json'),
  );
  assert(parsed !== null);
  const { rules = {}, thresholds = {}, suppressed = [], file = train } = asked;
  const setup = lintSetup(file, [{ file: 'a.finetune.json', config: parsed }], {
    settings: { rules, thresholds, mostPerRule: 1 },
    suppressed,
  });
  const sent: ToDatasetPage[] = [];
  const browser = new DatasetBrowser({
    ...browserSetup({ setup, isChecked: true }, pageCheck(setup)),
    firstVersion: 1,
    send: (message) => sent.push(message),
  });
  context.after(() => browser.dispose());
  await browser.open();
  const last = sent.findLast((message) => message.type === 'head');
  assert(last?.type === 'head');
  return last.head;
}

const cases: readonly {
  readonly title: string;
  readonly asked: Asked;
  readonly expected: Readonly<Partial<Record<RuleId, string | null>>>;
  readonly suppressed?: number;
}[] = [
  {
    title: 'the fields and the tokenizer of its run config',
    asked: {},
    expected: {
      'L-DUP-01': 'warning 1',
      'L-LEN-02': 'warning 1',
      'L-TXT-02': 'warning 1',
      'L-SIZE-01': null,
    },
  },
  {
    title: 'levels that settings give to rules',
    asked: { rules: { 'L-DUP-01': 'off', 'L-TXT-02': 'error' } },
    expected: { 'L-DUP-01': null, 'L-TXT-02': 'error 1' },
  },
  {
    title: 'thresholds of the settings',
    asked: { thresholds: { fewestRowsPerLabel: 40 } },
    expected: { 'L-SIZE-01': 'warning 1' },
  },
  {
    title: 'rules that are suppressed for the file',
    asked: { suppressed: [{ rule: 'L-DUP-01', row: null, reason: 'r' }] },
    expected: { 'L-DUP-01': null, 'L-TXT-02': 'warning 1' },
    suppressed: 1,
  },
  {
    title: 'rows that are suppressed by themselves',
    asked: { suppressed: [{ rule: 'L-TXT-02', row: rowHash(lines[4] ?? ''), reason: 'r' }] },
    expected: { 'L-DUP-01': 'warning 1', 'L-TXT-02': null },
    suppressed: 1,
  },
  {
    title: 'an evaluation file beside its training file',
    asked: { file: held },
    expected: { 'L-LEAK-01': 'error 1' },
  },
];

for (const { title, asked, expected, suppressed = 0 } of cases) {
  test(`the dataset page goes by ${title}`, async (context) => {
    const { file } = asked;
    const { problems, rows: count, ...head } = await headOf(context, asked);
    assert(problems !== null && count > 0);
    const found = new Map(problems.map((each) => [each.rule, `${each.severity} ${each.count}`]));
    for (const [rule, level] of Object.entries(expected))
      assert.equal(found.get(rule as RuleId) ?? null, level, rule);
    assert.equal(head.suppressed, suppressed);
    // Rows of at most 32 tokens, but for row 3.
    assert.equal(head.tokens?.maxLength, 32);
    assert.deepEqual([head.tokens.rows, head.tokens.cut], file === held ? [2, 0] : [61, 1]);
    assert(head.tokens.longest > 32 === (file !== held) && head.tokens.tokens > head.tokens.rows);
    assert.deepEqual(head.schema?.columns, { text: 'first', label: 'second' });
  });
}
