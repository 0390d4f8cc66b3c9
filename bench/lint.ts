// Speed and memory of `finetune lint` on generated JSONL, by the command line as it was built last:
//   npm run build && node scripts/bench.mjs lint [--megabytes 240] [--real FILE] [--python PATH] [--profile]
//   node scripts/bench.mjs lint --memory 1000,4000 [--folder DIR]
// Prints megabytes per second of processor time, start and printing included, since a busy machine stretches the wall clock.
// --python does checks of the same kind in plain Python (bench/lint_rows.py). --profile adds each rule's share. --memory lints
// files of several sizes, one after the other, and compares their peaks.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rowRules } from '../src/data/lint/ruleTable';
import type { LintReport } from '../src/protocol/lint';
import { generateRows } from './generateRows';
import { describeMachine } from './machine';
import { runProduct, type ProductUsage } from './productUsage';

const { values: asked } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '240' },
    real: { type: 'string' },
    python: { type: 'string' },
    profile: { type: 'boolean', default: false },
    memory: { type: 'string' },
    folder: { type: 'string', default: os.tmpdir() },
  },
});

const withoutRepetition = 'row,-L-TXT-10';

const folder = mkdtempSync(path.join(asked.folder, 'lint-'));
try {
  console.log(describeMachine());
  if (asked.memory === undefined) compareSpeeds();
  else comparePeaks(asked.memory.split(',').map(Number));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compareSpeeds(): void {
  const file = asked.real ?? path.join(folder, 'rows.jsonl');
  if (asked.real === undefined) generateRows(file, Number(asked.megabytes));
  const megabytes = statSync(file).size / 1e6;
  const print = (what: string, seconds: number, more = ''): void => {
    const speed = (megabytes / seconds).toFixed(1).padStart(7);
    console.log(`${what.padEnd(34)} ${speed} MB/s  ${seconds.toFixed(2).padStart(6)} s  ${more}`);
  };
  console.log(`${megabytes.toFixed(0)} MB; speeds are of processor time`);
  const reading = lint(file, 'L-FMT-01');
  print('--rules L-FMT-01: reading alone', reading.seconds);
  const seconds = new Map<string, number>();
  for (const rules of [withoutRepetition, 'row']) {
    const usage = lint(file, rules);
    seconds.set(rules, usage.seconds);
    print(`--rules ${rules}`, usage.seconds, countsOf(usage));
  }
  if (asked.python !== undefined)
    for (const [rules, ours] of seconds) {
      const theirs = lintInPython(asked.python, file, rules);
      const ratio = `${(theirs.seconds / ours).toFixed(1)} times ours`;
      print(`Python, ${rules}`, theirs.seconds, `${ratio}; ${theirs.counts}`);
    }
  if (asked.profile)
    for (const { ids } of rowRules) {
      const one = lint(file, ids.join(','));
      print(`  ${ids.join(' ')}`.slice(0, 34), one.seconds - reading.seconds, countsOf(one));
    }
}

function lint(file: string, rules: string): ProductUsage {
  return runProduct(['lint', file, '--rules', rules, '--json']);
}

function countsOf({ stdout }: ProductUsage): string {
  return printCounts((JSON.parse(stdout) as LintReport).counts);
}

function printCounts(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  return all.map(([rule, count]) => `${rule} ${count}`).join(', ');
}

function lintInPython(
  python: string,
  file: string,
  rules: string,
): { readonly seconds: number; readonly counts: string } {
  const script = path.join(process.env.FINETUNE_ROOT ?? '.', 'bench', 'lint_rows.py');
  const { status, stdout, stderr } = spawnSync(python, [script, file, rules], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${python} ended with ${status}: ${stderr}`);
  const { seconds, counts } = JSON.parse(stdout) as {
    seconds: number;
    counts: Readonly<Record<string, number>>;
  };
  return { seconds, counts: printCounts(counts) };
}

function comparePeaks(sizes: readonly number[]): void {
  for (const size of sizes) {
    const file = path.join(folder, `${size}.jsonl`);
    generateRows(file, size);
    const { peak, seconds } = runProduct(['lint', file, '--rules', 'row']);
    const speed = (statSync(file).size / 1e6 / seconds).toFixed(1);
    const megabytes = String(size).padStart(6);
    console.log(
      `${megabytes} MB: peak ${(peak / 1e6).toFixed(0)} MB, ${speed} MB/s of processor time`,
    );
    rmSync(file);
  }
}
