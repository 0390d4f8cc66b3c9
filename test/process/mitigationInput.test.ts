import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { onlyRun, makeWorkspace, runCli } from '../support/cliProcess';

/** Columns of the rows: `verdict` is the label, `copy` says it in other words, `who` has a group of one row. */
const rows = Array.from({ length: 60 }, (_, row) => {
  const verdict = row % 2 === 0 ? 'yes' : 'no';
  const who = row === 0 ? 'rare' : row % 3 === 0 ? 'a' : 'b';
  return { remark: `ba do ${row}`, verdict, copy: `it is ${verdict}`, who, one: 'all' };
});

function workspaceWith(mitigation: Readonly<Record<string, unknown>>, audit: unknown): string {
  const fields = { text: 'remark', label: null };
  const folder = makeWorkspace({
    mitigation,
    'evaluation.audit': audit,
    'data.fields': fields,
    'training.maxSteps': 3,
  });
  for (const name of ['train', 'validation'])
    writeFileSync(
      path.join(folder, `${name}.jsonl`),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
  return folder;
}

interface Case {
  readonly mitigation: Readonly<Record<string, unknown>>;
  /** Of the rows: the label is recognised as the only other column. */
  readonly columns?: readonly (keyof (typeof rows)[number])[];
  readonly label?: string;
  readonly audit?: unknown;
  /** The line of the config that it stands in. */
  readonly at: string;
  readonly says: RegExp;
}

const refused: Readonly<Record<string, Case>> = {
  'labels as groups, which only the rows tell': {
    mitigation: { groups: 'verdict', reweighing: true },
    columns: ['remark', 'verdict'],
    at: '"groups": "verdict"',
    says: /The column "verdict" holds the labels: .*"data\.fields\.label"/,
  },
  'labels as groups of evaluations': {
    mitigation: { counterfactual: {} },
    columns: ['remark', 'verdict'],
    audit: { groups: ['verdict'] },
    at: '"groups": [',
    says: /The column "verdict" holds the labels/,
  },
  'labels in other words, to be reweighed': {
    mitigation: { groups: 'copy', reweighing: true },
    label: 'verdict',
    at: '"reweighing": true',
    says: /Each group by "copy" has training rows of one label only.*no weights can balance/,
  },
  'labels in other words, to be hidden': {
    mitigation: { groups: 'copy', adversarial: {} },
    label: 'verdict',
    at: '"adversarial": {}',
    says: /a model that hides the group hides the label.*or remove "adversarial"/,
  },
  'one value': {
    mitigation: { groups: 'one', groupDro: {} },
    label: 'verdict',
    at: '"groups": "one"',
    says: /must tell at least two groups .* there is one: "all"/,
  },
  'nothing on': {
    mitigation: {},
    label: 'verdict',
    at: '"mitigation": {}',
    says: /Nothing is on in "mitigation"/,
  },
};

for (const [what, { mitigation, columns, label, audit = null, at, says }] of Object.entries(
  refused,
)) {
  test(`mitigation is refused at the line of its config by train and estimate: ${what}`, async () => {
    const cwd = workspaceWith(mitigation, audit);
    if (columns !== undefined)
      for (const name of ['train', 'validation']) {
        const kept = rows.map((row) =>
          Object.fromEntries(columns.map((column) => [column, row[column]])),
        );
        const text = kept.map((row) => `${JSON.stringify(row)}\n`).join('');
        writeFileSync(path.join(cwd, `${name}.jsonl`), text);
      }
    const file = path.join(cwd, 'tiny.finetune.json');
    if (label !== undefined)
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('"label": null', `"label": "${label}"`),
      );
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((each) => each.includes(at));
    assert.ok(line >= 0, at);
    for (const command of ['train', 'estimate']) {
      const { code, stderr } = await runCli([command, 'tiny.finetune.json', '--json'], { cwd });
      assert.equal(code, 1, stderr);
      assert.match(stderr, says);
      assert.ok(stderr.includes(`tiny.finetune.json:${line + 1}:`), stderr);
      assert.ok(!stderr.trimEnd().includes('\n'), stderr);
    }
  });
}

test('a group of one row trains, and the log says what hangs on it', async () => {
  for (const part of [{ reweighing: true }, { adversarial: {} }, { groupDro: {} }]) {
    const cwd = workspaceWith({ groups: 'who', ...part }, null);
    const set = ['--set', 'data.fields.label=verdict'];
    const { code, stderr } = await runCli(['train', 'tiny.finetune.json', '--json', ...set], {
      cwd,
    });
    assert.equal(code, 0, stderr);
    const log = readFileSync(path.join(onlyRun(cwd), 'log.txt'), 'utf8');
    assert.match(log, /"rare"( with "yes")? \(?1 row\)?\. Add such rows/);
  }
});
