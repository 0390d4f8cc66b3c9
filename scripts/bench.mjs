// Bundles a benchmark and runs it: `node scripts/bench.mjs step [arguments]` runs bench/step.ts.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import heapSettings from '../src/runs/heapSettings.json' with { type: 'json' };
import { build } from 'esbuild';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [name, ...rest] = process.argv.slice(2);
if (name === undefined) {
  console.error('Usage: node scripts/bench.mjs NAME [arguments]');
  process.exit(1);
}
const outdir = path.join(root, 'build', `bench-${process.pid}`);
const outfile = path.join(outdir, `${name}.mjs`);
await build({
  ...nodeOptions,
  format: 'esm',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  absWorkingDir: root,
  // The editor's side is measured without the editor.
  alias: { vscode: path.join(root, 'bench', 'standInEditor.ts') },
  entryPoints: [path.join('bench', `${name}.ts`)],
  outfile,
  define: { 'process.env.FINETUNE_ROOT': JSON.stringify(root) },
});
const result = spawnSync(process.execPath, ['--enable-source-maps', outfile, ...rest], {
  stdio: 'inherit',
  cwd: root,
  // As the product starts its trainers.
  env: { ...heapSettings, ...process.env },
});
rmSync(outdir, { recursive: true, force: true });
process.exit(result.status ?? 1);
