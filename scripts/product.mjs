// What the product's bundles are made from.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');

const node = (name, entry) => ({
  ...nodeOptions,
  absWorkingDir: root,
  format: 'cjs',
  entryPoints: { [name]: entry },
  outdir: 'dist',
  // note: libraries ask for import.meta.url, which CommonJS does not have.
  define: { 'import.meta.url': '__bundleUrl' },
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
});

/**
 * Command line and trainer: a small entry each, and chunks that are loaded when a command asks for them. Only modules of
 * the language itself can be split so; what both use stands once.
 */
const programs = {
  ...nodeOptions,
  absWorkingDir: root,
  format: 'esm',
  splitting: true,
  entryPoints: { cli: 'src/cli/main.ts', trainer: 'src/trainer/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  chunkNames: '[name]-[hash]',
  // note: libraries written for CommonJS ask for Node's own modules by require.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

const pages = readdirSync(path.join(root, 'src/webview'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => existsSync(path.join(root, 'src/webview', name, 'index.ts')));

/** esbuild options of each bundle of the product. */
export function productBundles({ watch }) {
  return [
    // note: a small text is read and compiled sooner; activation has 100 ms.
    { ...node('extension', 'src/extension/extension.ts'), minify: !watch },
    programs,
    node('datasetWorker', 'src/extension/datasets/datasetWorker.ts'),
    node('lintWorker', 'src/extension/lint/lintWorker.ts'),
    node('datasetPageWorker', 'src/extension/datasets/datasetPageWorker.ts'),
    node('datasetCheckWorker', 'src/extension/datasets/datasetCheckWorker.ts'),
    node('recipeWorker', 'src/extension/recipes/recipeWorker.ts'),
    {
      absWorkingDir: root,
      bundle: true,
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
      minify: !watch,
      entryPoints: Object.fromEntries(pages.map((page) => [page, `src/webview/${page}/index.ts`])),
      outdir: 'dist/webview',
      sourcemap: watch ? 'inline' : false,
      logLevel: 'warning',
    },
  ].filter(({ entryPoints }) =>
    Object.values(entryPoints).every((entry) => existsSync(path.join(root, entry))),
  );
}
