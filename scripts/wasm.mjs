// Compiles the SIMD kernels: every src/**/NAME.as.ts becomes NAME.wasm beside it. The result is committed, so that a
// build needs no compiler; `--check` says whether the sources still give the same bytes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import asc from 'assemblyscript/asc';

const root = path.resolve(import.meta.dirname, '..');
const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.as.ts'))
  .map((file) => path.join('src', file));

/** The module's bytes; throws with the compiler's messages. */
async function compile(source) {
  const folder = mkdtempSync(path.join(tmpdir(), 'kernel-'));
  const out = path.join(folder, 'kernel.wasm');
  const options = ['-O3', '--converge', '--runtime', 'stub', '--importMemory', '--noAssert'];
  try {
    const { error, stderr } = await asc.main([
      ...[source, '--baseDir', root, '--outFile', out],
      ...[...options, '--enable', 'simd'],
    ]);
    if (error) throw new Error(`${source}\n${stderr.toString()}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const stale = [];
for (const source of sources) {
  const target = path.join(root, source.replace(/\.as\.ts$/, '.wasm'));
  const bytes = await compile(source);
  if (process.argv.includes('--check')) {
    if (!readFileSync(target).equals(bytes)) stale.push(source);
  } else {
    writeFileSync(target, bytes);
    console.log(`${path.relative(root, target)} ${bytes.length} bytes`);
  }
}
if (stale.length > 0) {
  console.error(`Run node scripts/wasm.mjs: ${stale.join(', ')} changed since it was compiled.`);
  process.exit(1);
}
