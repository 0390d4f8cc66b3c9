import { spawn } from 'node:child_process';
import { UserError } from '../protocol/errors';
import { childEnvironment } from './hostProcess';
import type { HostPrograms } from './hostProcess';
import { parsePlace } from './placeText';
import { progressReader, type ProgressLine } from './progressLines';

export interface CliCall {
  readonly programs: HostPrograms;
  /** Such as `['evaluate', RUN, '--json']`; an array, so that nothing is ever quoted. */
  readonly parameters: readonly string[];
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Hears how far it is, from commands that tell. */
  readonly onProgress?: (line: ProgressLine) => void;
}

/**
 * Runs the command line to its end and returns stdout.
 * @throws UserError with what it wrote to stderr when the user must act, AbortError when cancelled
 */
export function runCli({
  programs,
  parameters,
  cwd,
  signal,
  onProgress,
}: CliCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(programs.execPath, [programs.cli, ...parameters], {
      cwd,
      env: childEnvironment({ ...process.env, NO_COLOR: '1', FINETUNE_PROGRESS: '1' }),
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let output = '';
    let complaint = '';
    const withoutProgress = progressReader((line) => onProgress?.(line));
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + withoutProgress(text)).slice(-20_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(failureOf(code, complaint));
    });
  });
}

/** Exit code 1 is the user's to mend and its message stands on stderr; all else is internal. */
export function failureOf(code: number | null, stderr: string): Error {
  const text = stderr.trim();
  if (code !== 1 || text === '') {
    return new Error(`finetune ended with ${code ?? 'a signal'}: ${text || 'no message'}`);
  }
  const lastParagraph = text.split(/\n\s*\n|\n(?=\S+:\d+:)/).at(-1) ?? text;
  const { place, rest } = parsePlace(lastParagraph.replace(/^(finetune|error): /i, ''));
  return new UserError(rest, place === null ? {} : { place });
}
