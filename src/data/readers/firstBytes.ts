import { isUtf8 } from 'node:buffer';
import type { Encoding } from './decodeText';

/** First bytes of what is no text, and how to say so. */
const binaryKinds: readonly { readonly starts: readonly number[]; readonly name: string }[] = [
  { starts: [0x1f, 0x8b], name: 'a gzip archive' },
  { starts: [0x50, 0x4b, 0x03, 0x04], name: 'a zip archive (or an Excel file)' },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], name: 'a zstd archive' },
  { starts: [0x42, 0x5a, 0x68], name: 'a bzip2 archive' },
  { starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a], name: 'an xz archive' },
  {
    starts: [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31],
    name: 'an Arrow file, which this version does not read yet,',
  },
];

/** Bytes that tell how a file is encoded. */
const headBytes = 4_096;

/** What a file is by its first bytes, if it is no text: "a gzip archive". */
export function binaryKindOf(head: Buffer): string | null {
  const kind = binaryKinds.find(({ starts }) => starts.every((byte, at) => head[at] === byte));
  if (kind !== undefined) return kind.name;
  return isBinaryData(head) ? 'binary data, or UTF-16 without a byte order mark,' : null;
}

/** How text is encoded that begins with no byte order mark: Western text in UTF-16 has a NUL in every other byte. */
export function encodingWithoutMark(head: Buffer): Encoding {
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

/** Control characters that texts have: backspace, tab, line ends, vertical tab, form feed, escape. */
const usual: ReadonlySet<number> = new Set([8, 9, 10, 11, 12, 13, 27]);

/** From this share of other control characters on, bytes are no text; in random ones they are a tenth. */
const controlShare = 0.05;

/** Fewer bytes than this tell nothing. */
const fewestBytes = 64;

/**
 * Many control characters, and NUL or bytes that are no UTF-8: an image, weights, an archive of no known kind. Text in an old
 * code page has no control characters, and a stray one makes text no less text: both are findings at their rows.
 */
function isBinaryData(head: Buffer): boolean {
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16 || head.length < fewestBytes) return false;
  let controls = 0;
  let nuls = 0;
  for (const byte of head) {
    if (byte === 0) nuls += 1;
    if (byte === 127 || (byte < 32 && !usual.has(byte))) controls += 1;
  }
  if (controls < controlShare * head.length) return false;
  if (encodingWithoutMark(head) !== 'utf-8') return false;
  // note: the last character may be cut.
  return nuls > 0 || !isUtf8(head.subarray(0, -4));
}
