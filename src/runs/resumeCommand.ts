/** What goes on with a run in a terminal, to be pasted into a shell. */
export function resumeCommand(folder: string): string {
  return `finetune train --resume ${shellQuoted(folder)}`;
}

/** As a POSIX shell reads it as one word. */
export function shellQuoted(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
