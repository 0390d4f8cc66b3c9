import { Writable } from 'node:stream';
import type { Output } from '../../src/cli/output';

/** Collects what a command writes; `columns` makes it a terminal. */
export function fakeOutput(columns?: number): {
  readonly output: Output;
  readonly text: { stdout: string; stderr: string };
} {
  const text = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof text): NodeJS.WriteStream => {
    const writable = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text[name] += chunk.toString();
        done();
      },
    });
    return Object.assign(writable, { isTTY: columns !== undefined, columns }) as never;
  };
  const streams = { stdout: stream('stdout'), stderr: stream('stderr') };
  return { output: { ...streams, env: {}, lost: () => null }, text };
}
