/** Where a command writes. Results go to stdout; with --json nothing but JSON does. */
export interface Output {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
}

/** One JSON document, or one of many, a line each. */
export function printJson(output: Output, document: unknown): void {
  output.stdout.write(`${JSON.stringify(document)}\n`);
}

export function printLine(output: Output, line = ''): void {
  output.stdout.write(`${line}\n`);
}

/** Control codes are for a terminal that understands them; https://no-color.org. */
export function hasControlCodes({ stdout, env }: Output): boolean {
  return stdout.isTTY && env.TERM !== 'dumb';
}

export function hasColors(output: Output): boolean {
  const { NO_COLOR } = output.env;
  return hasControlCodes(output) && (NO_COLOR === undefined || NO_COLOR === '');
}

/** Columns of the terminal; 100 where there is none. */
export function widthOf({ stdout }: Output): number {
  // note: a pseudo-terminal of size 0 says 0.
  return stdout.isTTY && stdout.columns > 0 ? stdout.columns : 100;
}
