// Whether the extension host stays free while a dataset of 20 MB is opened, typed in and linted: the host's side of lint with
// both real worker threads, and the longest time its event loop was held up. The document and the window are stood in for.
// npm run build && node scripts/bench.mjs hostDelay
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { seededNumbers } from '../src/data/seededNumbers';
import { applyChange, type TextChange } from '../src/data/lint/incremental/textChange';
import { capFindings } from '../src/extension/lint/capFindings';
import type { ToLintWorker } from '../src/extension/lint/lintMessages';
import { LintResults } from '../src/extension/lint/lintResults';
import { lintSetup } from '../src/extension/lint/lintSetup';
import { LintWorker, lintParts } from '../src/extension/lint/lintWorkers';
import { SendingDocument } from '../src/extension/lint/sendDocument';
import { describeMachine } from './machine';

const next = seededNumbers(1);
const below = (most: number): number => Math.floor(next() * most);
const words = 'the a report on how people spend their time with old maps and new trains'.split(' ');
const file = path.resolve('rows.jsonl');
const lines: string[] = [];
for (let characters = 0; characters < 20e6;) {
  const text = Array.from({ length: 20 + below(30) }, () => words[below(words.length)]).join(' ');
  const row = JSON.stringify({
    text: `${text} ${lines.length}${below(20) === 0 ? '  ' : '.'}`,
    label: below(2) === 0 ? 'a' : 'b',
  });
  lines.push(row);
  characters += row.length + 1;
}

const program = path.join(process.env.FINETUNE_ROOT ?? '.', 'dist', 'lintWorker.js');
const workers = lintParts.map((part) => new LintWorker(program, part));
const results = new LintResults();
let nShown = 0;
results.onDidChange((changed) => {
  const found = results.get(changed);
  if (found !== null) nShown = capFindings(found.findings, found.counts, 100).shown.length;
});
for (const worker of workers)
  worker.onFindings((found) => results.setPart(found.path, worker.part, found));
const send = (message: ToLintWorker): void => {
  for (const worker of workers) worker.send(message);
};

const delay = monitorEventLoopDelay({ resolution: 1 });
const milliseconds = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
function tell(what: string): void {
  const [median, high] = [delay.percentile(50), delay.percentile(99.9)].map(milliseconds);
  console.log(
    `${what}: median ${median} ms, 99.9 % ${high} ms, longest ${milliseconds(delay.max)} ms`,
  );
  delay.reset();
}

console.log(`${describeMachine()}; ${lines.length} rows, 20 MB`);
await wait(200);
delay.enable();
await wait(2_000);
tell('nothing to do');
const settings = { rules: {}, thresholds: {}, mostPerRule: 100 };
const setup = { ...lintSetup(file, [], { settings, suppressed: [] }), isNamed: true };
let version = 1;
const sending = new SendingDocument(
  {
    lineCount: lines.length,
    linesText: (from, to) => lines.slice(from, to).join('\n'),
  },
  {
    begin: () => send({ type: 'open', path: file, setup }),
    lines: (text) => send({ type: 'lines', path: file, text }),
    change: (change) => send({ type: 'change', path: file, version, changes: [change] }),
    end: () => send({ type: 'opened', path: file, version }),
  },
);
await wait(200);
tell('threads started');
while (!sending.sendMore()) await new Promise((resolve) => setImmediate(resolve));
await wait(20);
tell('handed over');
while (!results.isComplete(file)) await wait(20);
tell('linted');
for (let key = 0; key < 200; key += 1) {
  const line = below(lines.length - 1);
  const column = below(lines[line]?.length ?? 1);
  const change: TextChange = { line, column, endLine: line, endColumn: column, text: 'x' };
  applyChange(lines, change);
  version += 1;
  send({ type: 'change', path: file, version, changes: [change] });
  await wait(30);
}
tell(`typed 200 keys, ${nShown} problems shown`);
await wait(3_000);
tell('linted again');
for (const worker of workers) worker.dispose();
