import { UserError } from '../../protocol/errors';
import { readBytes, saveAsUtf8 } from './openFile';
import type { ReadOptions } from './row';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes of the longest byte order mark. */
const longestMark = 3;

/**
 * The file's text, chunk by chunk, without its byte order mark: UTF-8, or UTF-16 when a mark says so.
 * @throws UserError with line and column at the first malformed character.
 */
export async function* decodeText(path: string, options: ReadOptions): AsyncGenerator<string> {
  let encoding: Encoding | undefined;
  let carry: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of readBytes(path, options)) {
    let bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    if (encoding === undefined) {
      if (bytes.length < longestMark) {
        carry = bytes;
        continue;
      }
      const mark = byteOrderMark(bytes);
      encoding = mark.encoding;
      offset = mark.length;
      bytes = bytes.subarray(mark.length);
    }
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes, encoding));
    carry = bytes.subarray(whole.length);
    if (whole.length > 0) yield await decodeOrThrow(path, whole, encoding, offset);
    offset += whole.length;
  }
  if (encoding === undefined) {
    const mark = byteOrderMark(carry);
    encoding = mark.encoding;
    carry = carry.subarray(mark.length);
  }
  if (carry.length > 0) yield await decodeOrThrow(path, carry, encoding, offset);
}

/** Text of the first bytes, for a first look: malformed and cut characters do not matter. */
export function decodeHead(head: Buffer): string {
  const { encoding, length } = byteOrderMark(head);
  return decode(head.subarray(length), encoding, false);
}

/** What a file's first bytes say of its encoding: UTF-8 where there is no mark. */
export function byteOrderMark(bytes: Buffer): { encoding: Encoding; length: number } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { encoding: 'utf-8', length: isMarked ? 3 : 0 };
}

async function decodeOrThrow(
  path: string,
  bytes: Buffer,
  encoding: Encoding,
  offset: number,
): Promise<string> {
  try {
    return decode(bytes, encoding, true);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  const { before, bad } = firstMalformed(bytes, encoding);
  const place = await placeOf(path, offset + bad, encoding);
  throw new UserError(
    `Byte 0x${hex(bytes[bad] ?? 0)} is not ${encoding.toUpperCase()} text${after(before)}.`,
    { place: { file: path, ...place }, next: saveAsUtf8 },
  );
}

function decode(bytes: Buffer, encoding: Encoding, fatal: boolean): string {
  if (encoding === 'utf-8')
    return new TextDecoder('utf-8', { fatal, ignoreBOM: true }).decode(bytes);
  // note: not every build of Node knows utf-16be, so the bytes are swapped; an odd last byte is malformed.
  const isOdd = bytes.length % 2 === 1;
  if (isOdd && fatal) throw new TypeError('odd number of bytes');
  const even = Buffer.from(isOdd ? bytes.subarray(0, -1) : bytes);
  if (encoding === 'utf-16be') even.swap16();
  return new TextDecoder('utf-16le', { fatal, ignoreBOM: true }).decode(even);
}

/** How many bytes at the end belong to a character that the next chunk completes. */
export function unfinished(bytes: Buffer, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding === 'utf-8') {
    for (let back = 1; back <= Math.min(3, length); back += 1) {
      const byte = bytes[length - back] ?? 0;
      if ((byte & 0xc0) === 0x80) continue;
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
      return needed > back ? back : 0;
    }
    return 0;
  }
  const odd = length % 2;
  const high = encoding === 'utf-16be' ? bytes[length - odd - 2] : bytes[length - odd - 1];
  const isHighSurrogate = high !== undefined && high >= 0xd8 && high <= 0xdb;
  return odd + (isHighSurrogate ? 2 : 0);
}

/** Where decoding fails: the text before it and the offset of the byte. */
function firstMalformed(bytes: Buffer, encoding: Encoding): { before: string; bad: number } {
  const text = decode(bytes, encoding, false);
  const genuine = encoding === 'utf-8' ? 3 : 2;
  for (let at = text.indexOf('\uFFFD'); at >= 0; at = text.indexOf('\uFFFD', at + 1)) {
    const before = text.slice(0, at);
    const offset = encoding === 'utf-8' ? Buffer.byteLength(before) : before.length * 2;
    try {
      if (decode(bytes.subarray(offset, offset + genuine), encoding, true) === '\uFFFD') continue;
    } catch {
      // Three bytes that are no character: this is the place.
    }
    return { before, bad: offset };
  }
  return { before: text, bad: bytes.length - 1 };
}

/** Line and column of a byte: read again from the start, since only a failure needs to know. */
async function placeOf(
  path: string,
  offset: number,
  encoding: Encoding,
): Promise<{ line: number; column: number }> {
  let line = 1;
  let column = 1;
  let afterReturn = false;
  let carry: Buffer = Buffer.alloc(0);
  let position = 0;
  for await (const chunk of readBytes(path, {})) {
    const wanted = chunk.subarray(0, Math.max(0, offset - position));
    let bytes = carry.length === 0 ? wanted : Buffer.concat([carry, wanted]);
    if (position === 0) bytes = bytes.subarray(byteOrderMark(bytes).length);
    const whole = bytes.subarray(0, bytes.length - unfinished(bytes, encoding));
    carry = bytes.subarray(whole.length);
    position += chunk.length;
    for (const character of decode(whole, encoding, false)) {
      const isPair = character === '\n' && afterReturn;
      afterReturn = character === '\r';
      if (isPair) continue;
      if (character === '\n' || character === '\r') [line, column] = [line + 1, 1];
      else column += character.length;
    }
    if (position >= offset) break;
  }
  return { line, column };
}

function after(text: string): string {
  const tail = text.slice(-20).replace(/^[\s\S]*[\r\n]/, '');
  return tail === '' ? '' : ` (after "${tail}")`;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
