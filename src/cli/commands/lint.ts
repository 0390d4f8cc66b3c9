import path from 'node:path';
import { assertNever } from '../../protocol/assertNever';
import { UserError } from '../../protocol/errors';
import { breakOff } from '../breakOff';
import { exitCode, type ExitCode } from '../exitCode';
import { untilInterrupted } from '../interruption';
import { adviseAgainst } from '../lint/adviseAgainst';
import { checkFiles, isSameFile, type AtHand } from '../lint/checkFiles';
import { jsonSink } from '../lint/jsonSink';
import { lintOptions, type LintOptions } from '../lint/lintOptions';
import type { LintSink } from '../lint/lintSink';
import { sarifSink } from '../lint/sarifSink';
import { textSink } from '../lint/textSink';
import { printLine, type Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';
import { visible } from '../../protocol/visible';
import { progressLines } from '../progressLines';
import { shortestPath } from '../terminal/shortestPath';

/** Checks data files. Exit code 2: there are findings at error level. */
export async function lint(given: ParsedArguments, output: Output): Promise<ExitCode> {
  required(given, 'lint', 'a data file');
  const options = lintOptions(given);
  refuseItself(options);
  const sink = sinkOf(options, output);
  const [first = ''] = options.files;
  const at: AtHand = { file: first, isWriting: options.out !== null };
  const onProgress = progressOf(sink, output);
  const errors = await untilInterrupted((signal) => {
    const stopping = { signal, breakable: breakOff(signal) };
    return checkFiles(options, { sink, ...stopping, onProgress, stderr: output.stderr }, at);
  });
  if (errors !== null) {
    const advice = options.report === 'text' ? adviseAgainst(options) : null;
    if (advice !== null) printLine(output, visible(advice));
    return errors > 0 ? exitCode.findings : exitCode.done;
  }
  sink.stop();
  output.stderr.write(
    at.isWriting
      ? 'Stopped; nothing was written.\n'
      : `Stopped while ${shortestPath(at.file)} was checked; the report is not complete.\n`,
  );
  return exitCode.stopped;
}

function progressOf(sink: LintSink, output: Output): (file: string, done: number) => void {
  const tellers = new Map<string, (share: number) => void>();
  return (file, done) => {
    sink.progress(done);
    const tell = tellers.get(file) ?? progressLines(output, path.basename(file));
    tellers.set(file, tell);
    tell(done);
  };
}

function refuseItself({ files, against }: LintOptions): void {
  if (against === null || !files.every((file) => isSameFile(file, against))) return;
  throw new UserError('--against names the file itself: all its rows would be found in it.', {
    place: { file: against },
    next: 'Name the file that the model is tested on.',
  });
}

function sinkOf({ report }: LintOptions, output: Output): LintSink {
  switch (report) {
    case 'json':
      return jsonSink(output);
    case 'text':
      return textSink(output);
    case 'sarif':
      return sarifSink(output);
    default:
      return assertNever(report, 'report format');
  }
}
