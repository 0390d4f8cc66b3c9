import { byteOrderMark, unfinished, type Encoding } from '../../readers/decodeText';
import { binaryKindOf, readBytes } from '../../readers/openFile';
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

/** Bytes that tell how a file is encoded. */
const headBytes = 4_096;

/** Tells a file's encoding from its first bytes. */
export function encodingOf(head: Buffer): FileEncoding {
  const binary = binaryKindOf(head);
  const { encoding, length } = byteOrderMark(head);
  if (binary !== null || length > 0) return { encoding, mark: length, binary };
  return { encoding: encodingWithoutMark(head), mark: 0, binary: null };
}

/** Western text in UTF-16 has a NUL in every other byte. */
function encodingWithoutMark(head: Buffer): Encoding {
  const bytes = head.subarray(0, headBytes - (headBytes % 2));
  const nuls = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = nuls;
  const many = bytes.length / 5;
  if (odd > many && even < odd / 10) return 'utf-16le';
  if (even > many && odd < even / 10) return 'utf-16be';
  return 'utf-8';
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
