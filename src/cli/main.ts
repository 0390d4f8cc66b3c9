import { commandLine } from './commandLine';
import type { Output } from './output';

/** The process's own streams; a reader that goes away early (`| head`) is no error. */
function standardOutput(): Output {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
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
