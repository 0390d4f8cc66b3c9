// Builds what the product runs: the extension, the trainer and command line, the pages.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';
import { productBundles } from './product.mjs';

const root = path.resolve(import.meta.dirname, '..');
const watch = process.argv.includes('--watch');
if (!watch) rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const bundles = productBundles({ watch });

if (watch) {
  // note: .vscode/tasks.json waits for these two lines before it starts the debugger.
  console.log('Building …');
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.rebuild()));
  console.log('Built; watching for changes.');
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
