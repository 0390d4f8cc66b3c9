import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorTools } from './editorTools';

const root = process.env.FINETUNE_ROOT ?? '.';

/** VS Code's server with the packaged extension, on a copy of the sample workspace. */
export interface EditorServer {
  readonly url: string;
  /** The copy of `samples/` that is open. */
  readonly workspace: string;
  /** Holds the packaged extension as VS Code unpacked it. */
  readonly extensions: string;
  stop(): Promise<void>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'extensions.autoUpdate': false,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'files.autoSave': 'off',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Packages the extension, installs it and starts the server on a free port. */
export async function startEditorServer(tools: EditorTools): Promise<EditorServer> {
  const home = mkdtempSync(path.join(tmpdir(), 'finetune-editor-'));
  const folder = (name: string): string => {
    const made = path.join(home, name);
    mkdirSync(made, { recursive: true });
    return made;
  };
  const userData = folder('user-data');
  const extensions = folder('extensions');
  const workspace = path.join(folder('workspace'), 'samples');
  cpSync(path.join(root, 'samples'), workspace, {
    recursive: true,
    filter: (file) => path.basename(file) !== '.finetune',
  });
  writeFileSync(path.join(home, 'config.yaml'), 'auth: none\n');
  const settingsFile = path.join(folder('user-data/User'), 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(quietSettings, null, 2));
  const options = [
    ...['--config', path.join(home, 'config.yaml'), '--user-data-dir', userData],
    ...['--extensions-dir', extensions],
  ];
  const env = { ...process.env, HOME: home, SHELL: '/bin/bash' };
  execFileSync(
    tools.node,
    [tools.codeServer, ...options, '--install-extension', packageFor(home)],
    {
      env,
      stdio: 'pipe',
    },
  );
  const server = spawn(
    tools.node,
    [
      ...[tools.codeServer, ...options, '--auth', 'none', '--bind-addr', '127.0.0.1:0'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      ...['--disable-getting-started-override', workspace],
    ],
    { env, cwd: home, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const url = await listening(server);
  const stop = async (): Promise<void> => {
    await endGroup(server);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url, workspace, extensions, stop };
}

/** Builds nothing: `npm test` has built already, and the package must hold what was built. */
function packageFor(home: string): string {
  const vsix = path.join(home, 'extension.vsix');
  const script = path.join(root, 'scripts', 'package.mjs');
  execFileSync(process.execPath, [script, '--no-build', '--out', vsix], { stdio: 'pipe' });
  return vsix;
}

function listening(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (bytes: Buffer): void => {
      said += bytes.toString();
      const address = /HTTP server listening on (http:\S+?)\/?\s/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', () => reject(new Error(`The editor's server ended:\n${said}`)));
  });
}

/** The server starts further processes: they share its group. */
async function endGroup(server: ChildProcess): Promise<void> {
  if (server.pid === undefined || server.exitCode !== null) return;
  const ended = once(server, 'exit');
  process.kill(-server.pid, 'SIGTERM');
  const force = setTimeout(() => process.kill(-(server.pid ?? 0), 'SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}
