// The whole of `finetune audit --predictions` on generated rows, by the command line as it was built last:
//   npm run build && node scripts/bench.mjs auditPredictions [--rows 100000] [--columns 3] [--groups 4] [--labels 2] [--base] [--stops 5]
// Prints processor time, start, reading and printing included, since a busy machine stretches the wall clock; then how long after Ctrl-C
// the command ended, at several moments. --base compares with the predictions of another model of the same kind.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ScoredRows } from '../src/audit/scoredRows';
import type { AuditReport } from '../src/protocol/audit';
import { generateScores } from './generateScores';
import { describeMachine } from './machine';
import { runProduct } from './productUsage';

const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    columns: { type: 'string', default: '3' },
    groups: { type: 'string', default: '4' },
    labels: { type: 'string', default: '2' },
    base: { type: 'boolean', default: false },
    stops: { type: 'string', default: '5' },
  },
});
const request = {
  ...{ rows: Number(asked.rows), columns: Number(asked.columns), copies: 1 },
  ...{ groups: Number(asked.groups), labels: Number(asked.labels) },
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'predictions-'));
try {
  const given = writeFiles();
  console.log(describeMachine());
  const { seconds, peak, stdout } = runProduct([...given, '--json']);
  const { checks, changes } = JSON.parse(stdout) as AuditReport;
  const also = asked.base ? ` and ${changes.length} changes` : '';
  console.log(
    `${request.rows} rows, ${request.columns} columns of ${request.groups} groups, ${request.labels} labels: ` +
      `${checks.length} checks${also} in ${seconds.toFixed(1)} s of processor time, ${(peak / 2 ** 20).toFixed(0)} MiB`,
  );
  const delays: number[] = [];
  for (let stop = 1; stop <= Number(asked.stops); stop += 1)
    delays.push(await stopDelay(given, (stop * seconds * 1000) / (Number(asked.stops) + 1)));
  const shown = delays.map((delay) => `${delay.toFixed(0)} ms`);
  if (shown.length > 0) console.log(`ended after Ctrl-C: ${shown.join(', ')}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function writeFiles(): string[] {
  const { rows, columns } = generateScores(request);
  const data = path.join(folder, 'rows.jsonl');
  const line = (row: number): string => {
    const groups = columns.map(({ name, values }) => [name, values[row]]);
    const label = rows.labels[rows.gold?.[row] ?? 0];
    return JSON.stringify({ text: rows.texts[row], label, ...Object.fromEntries(groups) });
  };
  writeFileSync(data, rows.texts.map((_, row) => `${line(row)}\n`).join(''));
  const file = writePredictions('predictions.jsonl', rows);
  const base = asked.base
    ? writePredictions('base.jsonl', generateScores({ ...request, model: 1 }).rows)
    : null;
  const names = columns.map(({ name }) => name).join(',');
  return [
    ...['audit', '--predictions', file, '--data', data, '--groups', names],
    ...(base === null ? [] : ['--base', base]),
  ];
}

/** As `finetune predict --json` writes them. */
function writePredictions(name: string, { labels, probabilities, texts }: ScoredRows): string {
  const file = path.join(folder, name);
  const lines = texts.map((_, row) => {
    const scores = labels.map(
      (label, id) => [label, probabilities[row * labels.length + id] ?? 0] as const,
    );
    scores.sort((a, b) => b[1] - a[1]);
    const prediction = scores[0]?.[0];
    return `${JSON.stringify({ row: row + 1, prediction, scores: Object.fromEntries(scores) })}\n`;
  });
  writeFileSync(file, lines.join(''));
  return file;
}

/** Milliseconds from Ctrl-C, so long after the start, to the end of the process; 0 where it had ended before. */
async function stopDelay(given: readonly string[], after: number): Promise<number> {
  const entry = path.join(process.env.FINETUNE_ROOT ?? '.', 'dist', 'cli.mjs');
  const child = spawn(process.execPath, [entry, ...given], { stdio: 'ignore' });
  const ended = new Promise<number>((resolve) => {
    child.once('exit', () => {
      resolve(performance.now());
    });
  });
  const stopped = await new Promise<number>((resolve) => {
    setTimeout(() => {
      child.kill('SIGINT');
      resolve(performance.now());
    }, after);
  });
  return Math.max(0, (await ended) - stopped);
}
