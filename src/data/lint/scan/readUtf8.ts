import { byteOrderMark, unfinished, type Encoding } from '../../readers/decodeText';
import { binaryKindOf, encodingWithoutMark } from '../../readers/firstBytes';
import { readBytes } from '../../readers/openFile';
import type { ReadOptions } from '../../readers/row';
import type { ByteSink } from './scannedRecord';

/** How a file's text is encoded. */
export interface FileEncoding {
  readonly encoding: Encoding;
  /** Bytes of its byte order mark. */
  readonly mark: number;
  /** What the file is, where it is no text at all: "a gzip archive". */
  readonly binary: string | null;
}

/** Tells a file's encoding from its first bytes. */
export function encodingOf(head: Buffer): FileEncoding {
  const binary = binaryKindOf(head);
  const { encoding, length } = byteOrderMark(head);
  if (binary !== null || length > 0) return { encoding, mark: length, binary };
  return { encoding: encodingWithoutMark(head), mark: 0, binary: null };
}

/**
 * Feeds a file's bytes to `sink`, as UTF-8 without a byte order mark; UTF-16 is converted, with U+FFFD for what is none.
 * Bytes that are no UTF-8 go through as they are.
 */
export async function readUtf8(
  path: string,
  { encoding, mark }: FileEncoding,
  sink: ByteSink,
  options: ReadOptions & { readonly afterChunk?: () => Promise<void> },
): Promise<void> {
  let skip = mark;
  let carry: Buffer = Buffer.alloc(0);
  for await (const chunk of readBytes(path, options)) {
    let bytes: Buffer = chunk;
    if (skip > 0) {
      const cut = Math.min(skip, bytes.length);
      skip -= cut;
      bytes = bytes.subarray(cut);
    }
    if (encoding !== 'utf-8') {
      // What a chunk's end cuts waits for the next.
      const all = carry.length === 0 ? bytes : Buffer.concat([carry, bytes]);
      const whole = all.subarray(0, all.length - unfinished(all, encoding));
      carry = all.subarray(whole.length);
      bytes = toUtf8(whole, encoding);
    }
    sink.push(bytes);
    await options.afterChunk?.();
  }
  if (carry.length > 0) sink.push(toUtf8(carry, encoding));
  sink.end();
}

/** Bytes of this encoding as UTF-8. */
export function toUtf8(bytes: Buffer, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return bytes;
  const isOdd = bytes.length % 2 === 1;
  const even = Buffer.from(isOdd ? bytes.subarray(0, -1) : bytes);
  if (encoding === 'utf-16be') even.swap16();
  const text = even.toString('utf16le');
  return Buffer.from(isOdd ? `${text}\uFFFD` : text);
}
