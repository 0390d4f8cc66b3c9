import type { ParsedArguments } from './parseArguments';
import type { ExitCode } from './exitCode';
import type { Output } from './output';

/** A flag as `--help` shows it. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value: `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export type Run = (given: ParsedArguments, output: Output) => Promise<ExitCode>;

/** A command of `finetune`: all that help and parsing need; the work is loaded when it is asked for. */
export interface Command {
  readonly summary: string;
  /** One line per way to call it, without "finetune". */
  readonly usage: readonly string[];
  /** Most positional arguments. */
  readonly arguments: number;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly notes?: readonly string[];
  readonly load: () => Promise<Run>;
}
