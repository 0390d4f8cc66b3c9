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
  /** Everything below is deleted with the server. */
  readonly home: string;
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
  // Text that the tests can read, not pixels.
  'terminal.integrated.gpuAcceleration': 'off',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/**
 * Memory for one run of the sample: a second one waits. Trainers inherit it from the server as they would
 * from a shell.
 */
const memoryLimit = 1_000_000_000;

/** Packages the extension, installs it and starts the server on a free port. All folders are trusted. */
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
  const { url, end } = await serve(tools, home, [
    ...options,
    '--disable-workspace-trust',
    workspace,
  ]);
  const stop = async (): Promise<void> => {
    await end();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return { url, home, workspace, extensions, stop };
}

/** A second server with the extensions of the first, where no folder is trusted until someone says so. */
export async function startRestrictedServer(
  tools: EditorTools,
  { home, extensions, workspace }: EditorServer,
): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  const userData = path.join(home, 'user-data-restricted');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  const settings = { ...quietSettings, 'security.workspace.trust.startupPrompt': 'never' };
  writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify(settings));
  return serve(tools, home, [
    ...['--config', path.join(home, 'config.yaml'), '--user-data-dir', userData],
    ...['--extensions-dir', extensions, workspace],
  ]);
}

async function serve(
  tools: EditorTools,
  home: string,
  options: readonly string[],
): Promise<{ readonly url: string; readonly end: () => Promise<void> }> {
  // Trainers of one user share a memory queue in their folder for temporary files: this one is the tests' own.
  const temporary = path.join(home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const server = spawn(
    tools.node,
    [
      ...[tools.codeServer, '--auth', 'none', '--bind-addr', '127.0.0.1:0'],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...options,
    ],
    {
      env: {
        ...process.env,
        HOME: home,
        SHELL: '/bin/bash',
        TMPDIR: temporary,
        FINETUNE_MEMORY_LIMIT: String(memoryLimit),
      },
      cwd: home,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  return { url: await listening(server), end: () => endGroup(server) };
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
