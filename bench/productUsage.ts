import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a call of the command line took. */
export interface ProductUsage {
  /** Processor time of the whole process in seconds, its start included. */
  readonly seconds: number;
  /** Its resident set at its largest, in bytes. */
  readonly peak: number;
  readonly stdout: string;
}

/** note: Node does not tell what a child took; the child says it as it ends. */
const tellUsage = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs';
   process.on('exit', () => {
     const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
     writeSync(2, '\\n' + JSON.stringify({ userCPUTime, systemCPUTime, maxRSS }));
   });`,
)}`;

/** Runs `finetune` as people do, from what was built last. @throws Error when it ends with another code than 0 or 2 */
export function runProduct(given: readonly string[]): ProductUsage {
  const entry = path.join(process.env.FINETUNE_ROOT ?? '.', 'dist', 'cli.mjs');
  if (!existsSync(entry)) throw new Error('Run "npm run build" first.');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tellUsage, entry, ...given],
    { encoding: 'utf8', maxBuffer: 2 ** 30, env: withoutHeapSettings() },
  );
  if (status !== 0 && status !== 2) throw new Error(`finetune ended with ${status}: ${stderr}`);
  const [usage = ''] = stderr.split('\n').slice(-1);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024, stdout };
}

/** Benchmarks run with the heap of a trainer, which never gives memory back; the command line does not. */
function withoutHeapSettings(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('MALLOC_'));
  return Object.fromEntries(kept);
}
