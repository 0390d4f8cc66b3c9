// Speed and memory of `finetune lint` on generated JSONL:
//   node scripts/bench.mjs lint [--megabytes 200] [--rules row] [--real FILE] [--profile] [--memory 100,400]
// Prints megabytes per second of processor time, since a busy machine stretches the wall clock. --profile adds each rule's
// share, timed one family at a time. --memory lints files of several sizes in processes of their own and compares their peaks.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, rmSync, statSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lintFile } from '../src/data/lint/lintFile';
import { allRules, parseRules } from '../src/data/lint/ruleSettings';
import { rowRules } from '../src/data/lint/ruleTable';
import { thresholdsWith } from '../src/data/lint/thresholds';
import { sourceOf } from '../src/data/readRows';
import { recogniseAll } from '../src/data/schemas/detectSchema';
import type { RuleId } from '../src/protocol/lint';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '200' },
    rules: { type: 'string', default: 'row' },
    real: { type: 'string' },
    profile: { type: 'boolean', default: false },
    memory: { type: 'string' },
    child: { type: 'string' },
  },
});

const words =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see work life men being between both old under last never day same another know while us off might great go come since against right came take used three himself few house american use place during high without again home around small however found mrs part school thought went say general once upon every left war does got united number hand course water until always away public something fact less though far put head think called set enough end took government night yet system better four nothing told eyes city going president why days present point didnt look find asked second group later next room social business knew program give half side face toward white five let young form given per order large several national important'.split(
    ' ',
  );

/** Rows as instruction data has them, with a finding in one of a hundred and what is not ASCII in one of ten. */
function generate(file: string, megabytes: number): void {
  const handle = openSync(file, 'w');
  let state = 42;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
  const sentence = (): string => {
    const text = Array.from({ length: 8 + below(14) }, () => words[below(words.length)] ?? '').join(
      ' ',
    );
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  const text = (sentences: number): string =>
    Array.from({ length: 1 + below(sentences) }, sentence).join(below(4) === 0 ? '\n' : ' ');
  for (let size = 0, row = 0; size < megabytes * 1e6; row += 1) {
    const odd = below(100) === 0 ? '{{NAME}}' : below(10) === 0 ? ' déjà vu – “naïve”' : '';
    const values = {
      instruction: text(3),
      input: below(3) === 0 ? text(4) : '',
      output: text(12) + odd,
    };
    size += writeSync(handle, `${JSON.stringify(values)}\n`);
  }
  closeSync(handle);
}

async function lint(
  file: string,
  rules: ReadonlySet<RuleId>,
): Promise<{ rows: number; findings: number; seconds: number }> {
  let findings = 0;
  const before = process.cpuUsage();
  const { rows } = await lintFile({
    source: sourceOf(file),
    choice: recogniseAll,
    settings: { ...allRules, rules },
    thresholds: thresholdsWith({}),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
    onFinding: () => (findings += 1),
  });
  const { user, system } = process.cpuUsage(before);
  return { rows, findings, seconds: (user + system) / 1e6 };
}

const folder = mkdtempSync(path.join(os.tmpdir(), 'lint-'));
try {
  if (asked.child !== undefined) {
    const done = await lint(asked.child, parseRules(asked.rules));
    console.log(JSON.stringify({ ...done, peak: process.resourceUsage().maxRSS * 1024 }));
  } else await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  console.log(describeMachine());
  const file = asked.real ?? path.join(folder, 'rows.jsonl');
  if (asked.real === undefined) generate(file, Number(asked.megabytes));
  const megabytes = statSync(file).size / 1e6;
  const print = (what: string, seconds: number, more = ''): void => {
    const speed = (megabytes / seconds).toFixed(1).padStart(7);
    console.log(
      `${what.padEnd(30)} ${speed} MB/s of processor time  ${seconds.toFixed(2).padStart(6)} s  ${more}`,
    );
  };
  await lint(file, parseRules('L-FMT-01'));
  const reading = await lint(file, parseRules('L-FMT-01'));
  print('reading and parsing alone', reading.seconds, `${reading.rows} rows`);
  const all = await lint(file, parseRules(asked.rules));
  print(`--rules ${asked.rules}`, all.seconds, `${all.findings} findings`);
  const slow: readonly RuleId[] = ['L-TXT-10'];
  const quick = new Set([...parseRules(asked.rules)].filter((id) => !slow.includes(id)));
  print(`the same without ${slow.join(', ')}`, (await lint(file, quick)).seconds);
  if (asked.profile)
    for (const { ids } of rowRules) {
      const one = await lint(file, new Set(ids));
      print(
        `  ${ids.join(' ')}`.slice(0, 30),
        one.seconds - reading.seconds,
        `${one.findings} findings`,
      );
    }
  if (asked.memory !== undefined) comparePeaks(asked.memory.split(',').map(Number));
}

function comparePeaks(sizes: readonly number[]): void {
  for (const size of sizes) {
    const file = path.join(folder, `${size}.jsonl`);
    generate(file, size);
    const child = spawnSync(
      process.execPath,
      [process.argv[1] ?? '', '--child', file, '--rules', asked.rules],
      {
        encoding: 'utf8',
      },
    );
    const { peak, seconds } = JSON.parse(child.stdout) as { peak: number; seconds: number };
    console.log(
      `${String(size).padStart(6)} MB: peak ${(peak / 1e6).toFixed(0)} MB, ${(size / seconds).toFixed(1)} MB/s of processor time`,
    );
    rmSync(file);
  }
}
