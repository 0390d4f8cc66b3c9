import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { AuditReport } from '../../src/protocol/audit';
import { readRun } from '../../src/runs/listRuns';
import { readLastMetrics } from '../../src/runs/metricsFile';
import { listCheckpoints, runPaths } from '../../src/runs/runFolder';
import { readFinetuneFile } from '../../src/trainer/modelFolder/finetuneFile';
import { makeWorkspace, onlyRun, runCli, runsOf, startCli } from '../support/cliProcess';
import { randomNumbers } from '../support/randomNumbers';
import { runBits } from '../support/runBits';
import { until } from '../support/until';

const followed = { groups: ['who', { axis: 'gender' }] };
const kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'reweighing, an adversary, logit pairing and thresholds': {
    groups: 'who',
    reweighing: true,
    adversarial: { weight: 1, hidden: 8, rate: 10 },
    logitPairing: { axes: ['gender'], weight: 0.5 },
    thresholds: { constraint: 'demographic-parity', tolerance: 0.2 },
  },
  'an adversary and thresholds': {
    groups: 'who',
    adversarial: { weight: 1, hidden: 8, rate: 10 },
    thresholds: { constraint: 'demographic-parity', tolerance: 0.05 },
  },
  'group DRO and augmentation': {
    groups: 'who',
    groupDro: { over: 'group-and-label', stepSize: 0.1, adjustment: 1 },
    counterfactual: { axes: ['gender'], sides: 2 },
    thresholds: { constraint: 'equalized-odds', tolerance: 0.3 },
  },
};
/** Steps that have been written when the run is killed: between checkpoints, which come every five, and at one. */
const killsAt = [2, 13, 25, 41];

const fillers = ['mifi', 'mika', 'mile', 'mino', 'mimi', 'mido'];

/** Rows about him and her in the tiny model's words; how they start decides the label, mostly. */
function writeRows(
  file: string,
  { count, seed }: { readonly count: number; readonly seed: number },
) {
  const random = randomNumbers(seed);
  const lines = Array.from({ length: count }, () => {
    const [isHers, isYes] = [random() < 0.4, random() < 0.5];
    // The last ones tell texts apart: copies count once where groups are compared.
    const others = Array.from({ length: 4 }, () => fillers[Math.floor(random() * fillers.length)]);
    const words = [isYes ? 'baba' : 'dodo', `pu${random() < 0.5 ? 'ka' : 'le'}`, ...others];
    const label = random() < 0.9 === isYes ? 'yes' : 'no';
    const who = random() < 0.1 ? null : isHers ? 'she' : 'he';
    return JSON.stringify({ text: `${isHers ? 'she' : 'he'} ${words.join(' ')}`, label, who });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

function mitigatedWorkspace(mitigation: Readonly<Record<string, unknown>>): string {
  const workspace = makeWorkspace({
    mitigation,
    'training.epochs': 4,
    'evaluation.audit': followed,
  });
  writeRows(path.join(workspace, 'train.jsonl'), { count: 66, seed: 3 });
  writeRows(path.join(workspace, 'validation.jsonl'), { count: 160, seed: 4 });
  return workspace;
}

/** Every file of a run's model and checkpoints, by its hash; what names the workspace is compared without it. */
function keptBytes(workspace: string): Readonly<Record<string, string>> {
  const folder = onlyRun(workspace);
  const { model, checkpoints } = runPaths(folder);
  const hashes: Record<string, string> = {};
  for (const root of [model, checkpoints])
    for (const name of readdirSync(root, { recursive: true }).map(String).sort()) {
      const file = path.join(root, name);
      // note: a manifest holds the hashes of the other files, so that of finetune.json too.
      if (statSync(file).isDirectory() || name.endsWith('manifest.json')) continue;
      const bytes = readFileSync(file);
      const content = name.endsWith('.json')
        ? bytes.toString('utf8').replaceAll(workspace, '')
        : bytes;
      hashes[path.relative(folder, file)] = createHash('sha256').update(content).digest('hex');
    }
  return hashes;
}

const parity = 'demographic-parity-difference';

/** Of the run's validation rows by who they are about. */
async function auditOf(workspace: string, ...flags: string[]): Promise<AuditReport> {
  const { code, stdout, stderr } = await runCli(
    [
      ...['audit', onlyRun(workspace), '--data', 'validation.jsonl', '--groups', 'who'],
      ...['--built-in', 'none', '--json', ...flags],
    ],
    { cwd: workspace },
  );
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as AuditReport;
}

for (const [name, mitigation] of Object.entries(kinds)) {
  test(`a run with ${name} that is killed again and again equals one that never was, bit for bit`, async () => {
    const [whole, killed] = [mitigatedWorkspace(mitigation), mitigatedWorkspace(mitigation)];
    const first = await runCli(['train', 'tiny.finetune.json'], { cwd: whole });
    assert.equal(first.code, 0, first.stderr);
    const stepOf = (folder: string): number => readLastMetrics(folder, Infinity).at(-1)?.step ?? 0;
    assert.ok(stepOf(onlyRun(whole)) > killsAt.at(-1)!);

    let inTheMiddle = 0;
    for (const at of killsAt) {
      const isFirst = runsOf(killed).length === 0;
      const parameters: string[] = isFirst ? ['tiny.finetune.json'] : ['--resume', onlyRun(killed)];
      const cli = startCli(['train', ...parameters], { cwd: killed });
      await until(`step ${at}`, () => {
        return runsOf(killed).length > 0 && stepOf(onlyRun(killed)) >= at;
      });
      cli.kill('SIGKILL');
      const { signal, stderr } = await cli.ended;
      assert.ok(signal === 'SIGKILL', `at step ${at} it had ended by itself: ${stderr}`);
      const run = await readRun(onlyRun(killed));
      const state = run.type === 'run' ? run.record.state : run.reason;
      if (state === 'interrupted') inTheMiddle += 1;
    }
    assert.equal(inTheMiddle, killsAt.length);

    const last = await runCli(['train', '--resume', onlyRun(killed)], { cwd: killed });
    assert.equal(last.code, 0, last.stderr);
    assert.deepEqual(runBits(onlyRun(killed)), runBits(onlyRun(whole)));
    assert.deepEqual(keptBytes(killed), keptBytes(whole));
    assert.ok(listCheckpoints(onlyRun(whole)).length > 0);
    const { thresholds } = readFinetuneFile(runPaths(onlyRun(whole)).model) ?? {};
    assert.ok(thresholds !== undefined, 'thresholds were chosen');
    const audited = readLastMetrics(onlyRun(whole), Infinity).filter((line) =>
      Object.keys(line).some((key) => key.startsWith('demographic-parity')),
    );
    assert.ok(audited.length > 1, 'disparities were followed');

    const [decided, undecided] = [await auditOf(killed), await auditOf(killed, '--no-thresholds')];
    assert.ok(decided.caveats.some((each) => each.includes('Decides "yes" by who')));
    assert.ok(undecided.caveats.some((each) => each.includes('these figures are without them')));
    for (const { checks } of [decided, undecided])
      assert.ok(checks.some(({ metric, value }) => metric === parity && value !== null));
  });
}
