import { printUserError } from '../protocol/errors';
import { commandLine } from './commandLine';
import { exitCode } from './exitCode';
import { isReaderGone, outputError, type Output } from './output';

/**
 * The process's own streams. A reader that goes away early is no error; stdout that cannot be written ends the
 * process, a training after its step and with a checkpoint.
 */
function standardOutput(): Output {
  const { stdout, stderr, env } = process;
  let lost: NodeJS.ErrnoException | null = null;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (lost !== null) return;
    lost = error;
    if (isReaderGone(error)) return;
    // note: a training obeys this as it obeys a signal from outside, and tells the error itself.
    if (process.emit('SIGTERM', 'SIGTERM')) return;
    stderr.write(`${printUserError(outputError(error, 'Send it elsewhere.'))}\n`);
    process.exit(exitCode.userError);
  });
  // Nobody is left who could be told.
  stderr.on('error', () => undefined);
  return { stdout, stderr, env, lost: () => lost };
}

/** Waits until all is written: a pipe takes its time. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0) return;
  await new Promise<void>((resolve) =>
    stream.write('', () => {
      resolve();
    }),
  );
}

const output = standardOutput();
void commandLine(process.argv.slice(2), output).then(async (code) => {
  await Promise.all([flush(output.stdout), flush(output.stderr)]);
  // A last write that failed says so only now.
  await new Promise(setImmediate);
  // note: native threads of an engine would keep the process alive.
  process.exit(code);
});
