// Near-duplicate search, beside datasketch in Python:
//   node scripts/bench.mjs nearDuplicates [--rows 100000] [--words 100] [--threshold 0.8] [--python PATH]
// Rows are made from a Zipf vocabulary with planted near duplicates. Each side runs in a process of its own on the same file, with
// the same shingles, bands and verification. Prints processor seconds, peak memory, and whether both found the same clusters.
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bandingFor } from '../src/data/duplicates/minHash';
import { NearDuplicates } from '../src/data/duplicates/nearDuplicates';
import { shinglesOf } from '../src/data/duplicates/shingles';
import { readRows, sourceOf } from '../src/data/readRows';
import { seededNumbers } from '../src/data/seededNumbers';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    words: { type: 'string', default: '100' },
    threshold: { type: 'string', default: '0.8' },
    python: { type: 'string' },
    child: { type: 'string' },
    out: { type: 'string', default: '' },
  },
});
const threshold = Number(asked.threshold);

interface Measured {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
  /** First item of the cluster of each item. */
  readonly clusters: readonly number[];
}

if (asked.child !== undefined) await measure(asked.child, asked.out);
else await compare();

async function compare(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'near-duplicates-'));
  try {
    const file = path.join(folder, 'rows.jsonl');
    await writeRows(file, Number(asked.rows), Number(asked.words));
    console.log(`${describeMachine()}; ${asked.rows} rows of about ${asked.words} words`);
    const out = path.join(folder, 'ours.json');
    const options = ['--child', file, '--out', out, '--threshold', asked.threshold];
    run(process.execPath, [process.argv[1] ?? '', ...options]);
    const ours = report('ours', out);
    if (asked.python === undefined) return;
    const script = path.join(
      process.env.FINETUNE_ROOT ?? '.',
      'bench/near_duplicates_datasketch.py',
    );
    const { bands, rows } = bandingFor(threshold);
    const theirsOut = path.join(folder, 'theirs.json');
    run(asked.python, [script, file, theirsOut, asked.threshold, String(bands), String(rows)]);
    const theirs = report('datasketch', theirsOut);
    const different = ours.clusters.filter((kept, item) => kept !== theirs.clusters[item]).length;
    console.log(
      `rows in another cluster: ${different} of ${ours.clusters.length}; processor time ${(theirs.processorSeconds / ours.processorSeconds).toFixed(1)} times ours`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(file: string, out: string): Promise<void> {
  const started = performance.now();
  const search = new NearDuplicates(threshold);
  for await (const { values } of readRows(sourceOf(file)))
    search.add(shinglesOf([String(values.text)]), 0);
  const clusters = Array.from({ length: search.size }, (_, item) => item);
  for (const { item, kept } of search.duplicates()) clusters[item] = kept;
  const usage = process.resourceUsage();
  const measured: Measured = {
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6,
    peakMegabytes: usage.maxRSS / 1024,
    clusters,
  };
  writeFileSync(out, JSON.stringify(measured));
}

function run(command: string, options: readonly string[]): void {
  const { status } = spawnSync(command, options, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
}

function report(name: string, file: string): Measured {
  const measured = JSON.parse(readFileSync(file, 'utf8')) as Measured;
  const found = measured.clusters.filter((kept, item) => kept !== item).length;
  console.log(
    `${name}: ${measured.seconds.toFixed(1)} s, processor ${measured.processorSeconds.toFixed(1)} s, peak ${Math.round(measured.peakMegabytes)} MB, ${found} near duplicates`,
  );
  return measured;
}

/** Of ten rows one is an earlier one with up to 6 % of its words replaced; a third begins with one of 20 common openings. */
async function writeRows(file: string, count: number, words: number): Promise<void> {
  const next = seededNumbers(11);
  const word = (): string => `w${Math.floor(40_000 ** next())}`;
  const some = (length: number): string[] => Array.from({ length }, word);
  const openings = Array.from({ length: 20 }, () => some(30));
  const recent: string[][] = [];
  const stream = createWriteStream(file);
  for (let row = 0; row < count; row += 1) {
    const earlier = next() < 0.1 ? recent[Math.floor(next() * recent.length)] : undefined;
    const changed = next() * 0.06;
    const length = Math.round(words * (0.3 + 1.4 * next()));
    const text = earlier?.map((each) => (next() < changed ? word() : each)) ?? [
      ...(next() < 0.33 ? (openings[Math.floor(next() * openings.length)] ?? []) : []),
      ...some(length),
    ];
    if (recent.length < 5_000) recent.push(text);
    else recent[Math.floor(next() * recent.length)] = text;
    if (!stream.write(`${JSON.stringify({ text: text.join(' ') })}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}
