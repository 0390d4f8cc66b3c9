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

function run(bundles, concurrency, timeout) {
  const argv = ['--test', `--test-concurrency=${concurrency}`, '--enable-source-maps'];
  const options = { stdio: 'inherit', cwd: root, timeout };
  return spawnSync(process.execPath, [...argv, ...runnerOptions, ...bundles], options).status ?? 1;
}

// The editor is somebody else's program on a machine of unknown speed and stumbles now and then: a file of its tests
// gets a second chance, said aloud. What is broken fails twice; all other tests have one chance.
function runEditor(file) {
  const tenMinutes = 600_000;
  const status = run([file], 1, tenMinutes);
  if (status === 0) return 0;
  console.log(`# ${path.relative(outdir, file)} failed in the editor and is run once more.`);
  return run([file], 1, tenMinutes);
}

const others = bundled.filter((file) => !isEditor(file));
const statuses = [
  others.length > 0 ? run(others, 2) : 0,
  ...bundled.filter(isEditor).map((file) => runEditor(file)),
];
rmSync(outdir, { recursive: true, force: true });
process.exit(Math.max(...statuses));
