// Makes the extension's package (VSIX) for one platform:
//   npm run package -- [--target linux-x64] [--out FILE] [--no-build] [--list]
// `--list` prints the files that would be packaged instead. The working tree is not touched but for dist/.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles } from '@vscode/vsce';
import { stageExtension, targets } from './stage.mjs';

const root = path.resolve(import.meta.dirname, '..');
const largestBytes = 90_000_000;

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const { target } = values;

function fail(message) {
  console.error(message);
  process.exitCode = 1;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** Says what takes the room, so that growth is seen when it happens. */
function printLargest(stage, files) {
  const sized = files
    .map((file) => ({ file, bytes: statSync(path.join(stage, file)).size }))
    .sort((a, b) => b.bytes - a.bytes);
  const total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${sized.length} files, ${megabytes(total)} unpacked; the largest:`);
  for (const { file, bytes } of sized.slice(0, 8)) {
    console.log(`  ${megabytes(bytes).padStart(9)}  ${file}`);
  }
}

async function makePackage(stage) {
  stageExtension(stage, target);
  const files = await listFiles({ cwd: stage, dependencies: false });
  if (values.list) {
    console.log(files.sort().join('\n'));
    return;
  }
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const out = path.resolve(values.out ?? path.join(root, `${name}-${target}-${version}.vsix`));
  await createVSIX({
    cwd: stage,
    packagePath: out,
    target,
    dependencies: false,
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
  });
  printLargest(stage, files);
  const { size } = statSync(out);
  console.log(`${out}: ${megabytes(size)}`);
  if (size > largestBytes) fail(`The package is larger than ${megabytes(largestBytes)}.`);
}

if (!targets.includes(target)) {
  fail(`There are no native files for ${target}. Choose one of ${targets.join(', ')}.`);
} else {
  if (!values['no-build'] && !values.list) {
    const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], {
      stdio: 'inherit',
    });
    if (built.status !== 0) process.exit(1);
  }
  const stage = mkdtempSync(path.join(tmpdir(), 'finetune-package-'));
  try {
    await makePackage(stage);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}
