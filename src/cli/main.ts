import { printUserError } from '../protocol/errors';
import { diskError } from '../runs/diskError';
import { commandLine } from './commandLine';
import { exitCode } from './exitCode';
import type { Output } from './output';

/** The process's own streams; a reader that goes away early (`| head`) is no error. */
function standardOutput(): Output {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      // A training in this process ends its run properly first, and says why there.
      const known = diskError(error);
      if (known === null || process.listenerCount('uncaughtException') > 0) throw error;
      if (stream === stdout) stderr.write(`${printUserError(known)}\n`);
      process.exit(exitCode.userError);
    });
  }
  return { stdout, stderr, env };
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
  // note: native threads of an engine would keep the process alive.
  process.exit(code);
});
