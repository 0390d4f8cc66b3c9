// Speed and memory of `finetune preprocess`, by the command line as it was built last:
//   npm run build && node scripts/bench.mjs preprocess [--megabytes 240] [--memory 1000,4000] [--folder DIR]
// A recipe of steps that look at one row at a time, then the same with duplicates dropped, rows split and shuffled, which must
// see all rows. Prints megabytes of input per second of processor time, since a busy machine stretches the wall clock.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { generateRows } from './generateRows';
import { describeMachine } from './machine';
import { runProduct } from './productUsage';

const { values: asked } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '240' },
    memory: { type: 'string' },
    folder: { type: 'string', default: os.tmpdir() },
  },
});

const rowSteps = [
  { type: 'normalize' },
  { type: 'fix-mojibake' },
  { type: 'strip-markup' },
  { type: 'lint', rules: ['L-TXT-01'], action: 'drop' },
  { type: 'redact' },
  { type: 'filter', where: 'length(output) < 2000' },
];
const wholeSteps = [
  { type: 'deduplicate', kind: 'exact' },
  { type: 'split', validation: 0.1, test: 0.1 },
  { type: 'shuffle' },
];

const folder = mkdtempSync(path.join(asked.folder, 'preprocess-'));
try {
  console.log(describeMachine());
  const sizes = asked.memory?.split(',') ?? [asked.megabytes];
  for (const size of sizes.map(Number)) {
    generateRows(path.join(folder, 'raw.jsonl'), size);
    measure(`${size} MB, a row at a time`, rowSteps);
    measure(`${size} MB, with all rows seen`, [...rowSteps, ...wholeSteps]);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(what: string, steps: readonly object[]): void {
  const recipe = path.join(folder, 'clean.recipe.json');
  writeFileSync(recipe, JSON.stringify({ input: 'raw.jsonl', output: 'out/clean.jsonl', steps }));
  const { peak, seconds, stdout } = runProduct(['preprocess', recipe, '--json']);
  const { rowsIn } = JSON.parse(stdout) as { rowsIn: number };
  const speed = (statSync(path.join(folder, 'raw.jsonl')).size / 1e6 / seconds).toFixed(1);
  console.log(
    `${what.padEnd(30)} ${speed.padStart(6)} MB/s, peak ${(peak / 1e6).toFixed(0).padStart(4)} MB, ${rowsIn} rows`,
  );
  rmSync(path.join(folder, 'out'), { recursive: true });
}
