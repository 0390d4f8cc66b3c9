// Bundles the tests with esbuild (tfjs registers its gradients only in its ESM build) and runs them
// with Node's own runner. `npm test` runs every tier; `node scripts/test.mjs unit ops` some of them;
// `node scripts/test.mjs unit/data` only the files below that path; what starts with -- goes to Node's runner,
// such as --test-name-pattern=WORDS.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const given = process.argv.slice(2);
const runnerOptions = given.filter((each) => each.startsWith('--'));
const asked = given.filter((each) => !each.startsWith('--'));
const wanted = asked.length > 0 ? asked : ['layering.test.ts', 'unit', 'ops', 'process', 'editor'];
const files = wanted.flatMap((name) =>
  name.endsWith('.ts')
    ? [path.join('test', name)]
    : readdirSync(path.join(root, 'test', name), { recursive: true })
        .filter((file) => file.endsWith('.test.ts') && !file.includes('node_modules'))
        .sort()
        .map((file) => path.join('test', name, file)),
);
if (files.length === 0) {
  console.error(`No test file matches ${wanted.join(', ')}.`);
  process.exit(1);
}

// A folder of its own per invocation, so that two runs never share half-written bundles.
const outdir = path.join(root, 'build', `test-${process.pid}`);
await build({
  ...nodeOptions,
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  absWorkingDir: root,
  entryPoints: files,
  outbase: 'test',
  outdir,
  define: { 'process.env.FINETUNE_ROOT': JSON.stringify(root) },
});
const bundled = files.map((file) =>
  path.join(outdir, path.relative('test', file).replace(/\.ts$/, '.mjs')),
);
// An editor is half a machine by itself: its tests take turns.
const isEditor = (file) => path.relative(outdir, file).startsWith('editor');
const groups = [
  { concurrency: 2, bundles: bundled.filter((file) => !isEditor(file)) },
  { concurrency: 1, bundles: bundled.filter(isEditor) },
].filter(({ bundles }) => bundles.length > 0);
const statuses = groups.map(({ concurrency, bundles }) => {
  const argv = ['--test', `--test-concurrency=${concurrency}`, '--enable-source-maps'];
  const options = { stdio: 'inherit', cwd: root };
  return spawnSync(process.execPath, [...argv, ...runnerOptions, ...bundles], options).status ?? 1;
});
rmSync(outdir, { recursive: true, force: true });
process.exit(Math.max(...statuses));
