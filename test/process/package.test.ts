import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

const root = process.env.FINETUNE_ROOT ?? '.';

function listPackage(target: string): string[] {
  const script = path.join(root, 'scripts', 'package.mjs');
  const listed = spawnSync(process.execPath, [script, '--list', '--target', target], {
    encoding: 'utf8',
  });
  assert.equal(listed.status, 0, listed.stderr);
  return listed.stdout.trim().split('\n');
}

const needed = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
  'bin/finetune.js',
  'dist/extension.js',
  'dist/datasetWorker.js',
  'dist/lintWorker.js',
  'dist/datasetPageWorker.js',
  'dist/datasetCheckWorker.js',
  'docs/lint/dup.md',
  'dist/cli.mjs',
  'dist/trainer.mjs',
  'dist/webview/run.js',
  'dist/webview/run.css',
  'dist/webview/compare.js',
  'dist/webview/predict.js',
  'media/icon.png',
  'media/schemas/finetune.schema.json',
  'samples/emotions.finetune.json',
  'samples/data/emotions.train.jsonl',
  'samples/data/ATTRIBUTION.md',
  'samples/models/minilm-small/model.safetensors',
  'samples/models/minilm-small/LICENSE',
  'dist/node_modules/onnxruntime-node/dist/index.js',
  'dist/node_modules/onnxruntime-common/dist/cjs/index.js',
  'dist/node_modules/fs-native-extensions/index.js',
];

/** What each place may hold; a file that no line names must not be packaged. */
const allowed = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|THIRD_PARTY_NOTICES\.md)$/,
  /^bin\/finetune(\.js|\.cmd)?$/,
  /^dist\/[\w.-]+\.m?js$/,
  /^dist\/[\w-]+\.wasm$/,
  /^dist\/webview\/[\w-]+\.(js|css)$/,
  /^dist\/node_modules\/.*\.(js|cjs|node|json)$/,
  /^dist\/node_modules\/[^/]+\/(LICENSE|NOTICE)[^/]*$/i,
  /^dist\/node_modules\/onnxruntime-node\/bin\/napi-v6\/[^/]+\/[^/]+\/[^/]+\.(so\.1|dll|dylib)$/,
  /^docs\/lint\/\w+\.md$/,
  /^media\/.*\.(svg|png|md|json)$/,
  /^samples\/(README\.md|[\w-]+\.finetune\.json)$/,
  /^samples\/\.vscode\/(settings|extensions)\.json$/,
  /^samples\/data\/(emotions\.\w+\.jsonl|ATTRIBUTION\.md|LICENSE)$/,
  /^samples\/models\/minilm-small\/[\w.]+$/,
];

const natives = {
  'linux-x64': ['libonnxruntime.so.1', 'onnxruntime_binding.node', 'fs-native-extensions.node'],
  'win32-arm64': [
    'DirectML.dll',
    'dxcompiler.dll',
    'dxil.dll',
    'onnxruntime.dll',
    'onnxruntime_binding.node',
    'fs-native-extensions.node',
  ],
  'darwin-arm64': [
    'libonnxruntime.1.dylib',
    'onnxruntime_binding.node',
    'fs-native-extensions.node',
  ],
};

for (const [target, expected] of Object.entries(natives)) {
  test(`the package for ${target} holds what it needs and nothing else`, () => {
    const files = listPackage(target);
    assert.deepEqual(
      needed.filter((file) => !files.includes(file)),
      [],
    );
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
    const binaries = files.filter((file) => /\.(node|so\.1|dll|dylib)$/.test(file));
    assert.deepEqual(binaries.map((file) => path.posix.basename(file)).sort(), expected.sort());
    const place = target.replace('-', '/');
    assert.ok(
      binaries.every((file) => file.includes(`/${place}/`) || file.includes(`/${target}/`)),
    );
  });
}

test('a platform without native files is refused by name', () => {
  const script = path.join(root, 'scripts', 'package.mjs');
  const refused = spawnSync(process.execPath, [script, '--list', '--target', 'darwin-x64'], {
    encoding: 'utf8',
  });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /no native files for darwin-x64.*linux-x64/);
});

test('the third-party notices name everything that is carried', () => {
  const script = path.join(root, 'scripts', 'notices.mjs');
  const checked = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stderr);
});
