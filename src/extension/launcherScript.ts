/** The script that a terminal finds as `finetune`: it runs the command line with the editor's Node. */
export function launcherScript(
  platform: NodeJS.Platform,
  { execPath, cli }: { readonly execPath: string; readonly cli: string },
): { readonly name: string; readonly text: string } {
  if (platform === 'win32') {
    const text = [
      '@echo off',
      'setlocal',
      'set ELECTRON_RUN_AS_NODE=1',
      `"${batch(execPath)}" "${batch(cli)}" %*`,
      '',
    ];
    return { name: 'finetune.cmd', text: text.join('\r\n') };
  }
  const text = `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(execPath)} ${quoted(cli)} "$@"\n`;
  return { name: 'finetune', text };
}

/** One word for a POSIX shell, whatever it holds. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path inside double quotes of a batch file, where only the percent sign still means something. */
function batch(text: string): string {
  return text.replaceAll('%', '%%');
}
