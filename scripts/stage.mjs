// Lays out what the extension of one platform consists of, in a folder of its own.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');

/** VS Code's platform names that ONNX Runtime and the lock library have binaries for. */
export const targets = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];

/** Packages that only an install script needs: a package holds no downloader. */
const installOnly = { 'onnxruntime-node': ['adm-zip', 'global-agent'] };

/** Which native files of a package one platform needs; other packages have none. */
const natives = {
  'onnxruntime-node': (file, target) =>
    file.startsWith(`bin/napi-v6/${target.replace('-', '/')}/`) &&
    // note: the macOS folder holds the same library twice; the binding links the one named here.
    !/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(file),
  'fs-native-extensions': (file, target) =>
    file.startsWith(`prebuilds/${target}/`) && file.endsWith('.node'),
};

/** Scripts and the licence: no types, maps, sources or documentation. */
function isRuntimeFile(file) {
  if (/^(bin|prebuilds|script|test|tests|src)\//.test(file) || file.startsWith('dist/esm/')) {
    return false;
  }
  return /(^|\/)package\.json$|\.c?js$|^(licen[cs]e|notice)[^/]*$/i.test(file);
}

/** The packages that stay outside the bundles, with what they need at run time. */
export function externalPackages() {
  const found = new Set();
  const visit = (name) => {
    if (found.has(name)) return;
    found.add(name);
    const skipped = installOnly[name] ?? [];
    for (const needed of Object.keys(readManifest(name).dependencies ?? {})) {
      if (!skipped.includes(needed)) visit(needed);
    }
  };
  nodeOptions.external.filter((name) => name !== 'vscode').forEach(visit);
  return [...found].sort();
}

function readManifest(name) {
  return JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8'));
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'));
}

function copyPackage(name, target, folder) {
  const source = path.join(root, 'node_modules', name);
  const isNeeded = (file) => isRuntimeFile(file) || natives[name]?.(file, target) === true;
  const files = filesBelow(source).filter(
    (file) => !file.startsWith('node_modules/') && isNeeded(file),
  );
  if (natives[name] !== undefined && !files.some((file) => natives[name](file, target))) {
    throw new Error(`${name} has no native file for ${target}: run npm ci, or choose another.`);
  }
  for (const file of files) cpSync(path.join(source, file), path.join(folder, name, file));
}

/** The manifest that users' editors read: nothing of how the extension is built. */
function productManifest() {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const key of ['scripts', 'dependencies', 'devDependencies', 'private', 'allowScripts']) {
    delete manifest[key];
  }
  return manifest;
}

/**
 * Fills `stage` with the extension for `target`. Native packages go to `dist/node_modules`, where the
 * bundles beside it find them; vsce leaves a `node_modules` in the root out.
 */
export function stageExtension(stage, target) {
  if (!existsSync(path.join(root, 'dist', 'extension.js'))) {
    throw new Error('There is no dist/extension.js: run npm run build first.');
  }
  mkdirSync(stage, { recursive: true });
  const isShipped = (file) =>
    !/\.map$|\.DS_Store$|\.tsbuildinfo$/.test(file) && !file.split(path.sep).includes('.finetune');
  for (const name of ['dist', 'media', 'bin', 'samples', 'docs/lint']) {
    cpSync(path.join(root, name), path.join(stage, name), { recursive: true, filter: isShipped });
  }
  const documents = ['README.md', 'CHANGELOG.md', 'LICENSE', 'THIRD_PARTY_NOTICES.md'];
  for (const name of [...documents, '.vscodeignore']) {
    cpSync(path.join(root, name), path.join(stage, name));
  }
  writeFileSync(
    path.join(stage, 'package.json'),
    `${JSON.stringify(productManifest(), null, 2)}\n`,
  );
  for (const name of externalPackages()) {
    copyPackage(name, target, path.join(stage, 'dist', 'node_modules'));
  }
}
