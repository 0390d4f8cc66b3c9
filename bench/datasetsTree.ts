// Whether the Datasets view leaves the extension host free with a thousand data files: its rows are asked for as the editor asks,
// its files are counted by the real worker thread, and the longest time the event loop was held up is told. The editor is stood in for.
// npm run build && node scripts/bench.mjs datasetsTree [FILES]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { seededNumbers } from '../src/data/seededNumbers';
import { DatasetReader } from '../src/extension/datasets/datasetReader';
import { LintResults } from '../src/extension/lint/lintResults';
import { DatasetsTree, type DatasetsNode } from '../src/extension/views/datasetsTree';
import type { RuleId } from '../src/protocol/lint';
import { describeMachine } from './machine';
import { Uri, workspaceFolders } from './standInEditor';

const nFiles = Number(process.argv[2] ?? 1_000);
const next = seededNumbers(1);
const folder = mkdtempSync(path.join(tmpdir(), 'finetune-tree-'));
for (let file = 0; file < nFiles; file += 1) {
  const rows = Array.from({ length: 20 + Math.floor(next() * 200) }, (_, row) =>
    JSON.stringify({ text: `Row ${row} of file ${file}.`, label: row % 2 ? 'a' : 'b' }),
  );
  writeFileSync(path.join(folder, `part-${String(file).padStart(5, '0')}.jsonl`), rows.join('\n'));
}
workspaceFolders.push({ uri: Uri.file(folder), name: 'data' });

const silent = { onDidChange: () => ({ dispose: () => undefined }) };
const services = {
  configs: { ...silent, ready: Promise.resolve(), all: () => [] },
  runs: { ...silent, known: () => [] },
};
const reader = new DatasetReader(
  path.join(process.env.FINETUNE_ROOT ?? '.', 'dist', 'datasetWorker.js'),
);
const lint = new LintResults();
const tree = new DatasetsTree(services as never, reader, lint, () => Promise.resolve(null));

/** As the editor does: rows that changed are asked for together, soon after. */
const changed = new Set<DatasetsNode>();
let nDrawn = 0;
tree.onDidChangeTreeData((node) => {
  if (node !== undefined) changed.add(node);
});
setInterval(() => {
  for (const node of changed) {
    tree.getTreeItem(node);
    nDrawn += 1;
  }
  changed.clear();
}, 200).unref();

const delay = monitorEventLoopDelay({ resolution: 1 });
let cpuBefore = process.cpuUsage();
function tell(what: string, since: number): void {
  const [median, longest] = [delay.percentile(50), delay.max].map((ns) => (ns / 1e6).toFixed(1));
  const took = (performance.now() - since).toFixed(0);
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpu = ((user + system) / 1_000).toFixed(0);
  console.log(
    `${what}: ${took} ms, processor time of all threads ${cpu} ms; event loop held up median ${median} ms, longest ${longest} ms`,
  );
  delay.reset();
  cpuBefore = process.cpuUsage();
}

console.log(`${describeMachine()}; ${nFiles} data files`);
await wait(500);
delay.enable();
await wait(500);
tell('nothing to do', performance.now() - 500);

let started = performance.now();
const roots = await tree.getChildren();
await wait(5);
tell(`${roots.length} files found`, started);
started = performance.now();
for (const node of roots) tree.getTreeItem(node);
await wait(5);
tell(`${roots.length} rows shown`, started);

started = performance.now();
const isCounted = (): boolean =>
  roots.every((node) => node.type === 'part' || node.facts !== null || node.failure !== null);
while (!isCounted()) await wait(20);
await wait(400);
tell(`all counted, ${nDrawn} rows drawn again`, started);

started = performance.now();
await tree.getChildren();
await wait(1_000);
tell('looked through again, nothing new', started);

started = performance.now();
const counts: Partial<Record<RuleId, number>> = { 'L-TXT-02': 3 };
for (const node of roots) {
  if (node.type === 'part') continue;
  lint.setWhole(node.file.source.path, {
    ...{ rows: 100, schema: null, findings: [], counts, suppressed: 0, tokens: null },
  });
}
await wait(1_000);
tell(`problems of all files told, ${nDrawn} rows drawn`, started);

let nParts = 0;
started = performance.now();
for (const node of roots) {
  nParts += (await tree.getChildren(node)).length;
  await wait(0);
}
tell(`every row opened, ${nParts} lines`, started);

tree.dispose();
reader.dispose();
rmSync(folder, { recursive: true });
