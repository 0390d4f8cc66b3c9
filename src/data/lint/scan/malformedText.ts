import { isUtf8 } from 'node:buffer';
import type { Problem } from './scannedRecord';

/** L-FMT-03 about a record's bytes that are no UTF-8; its fix takes them for the Windows code page they most often are. */
export function malformedProblem(bytes: Buffer): Problem {
  const bad = nextMalformed(bytes, 0);
  const start = bytes.toString('utf8', 0, bad).length;
  const byte = (bytes[bad] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  return {
    rule: 'L-FMT-03',
    start,
    end: start + 1,
    message: `Byte 0x${byte} is not UTF-8: readers refuse the file, or read another character.`,
    fixes: () => {
      const text = withWindowsCharacters(bytes);
      const title = 'Read these bytes as Windows-1252 and save them as UTF-8';
      return [{ type: 'edit-text', title, start: 0, end: bytes.toString().length, text }];
    },
  };
}

function withWindowsCharacters(bytes: Buffer): string {
  const windows = new TextDecoder('windows-1252');
  const parts: string[] = [];
  for (let from = 0; ;) {
    const bad = nextMalformed(bytes, from);
    parts.push(bytes.toString('utf8', from, bad));
    if (bad === bytes.length) return parts.join('');
    parts.push(windows.decode(bytes.subarray(bad, bad + 1)));
    from = bad + 1;
  }
}

/** Index of the first byte from `from` on that no UTF-8 character holds; the length when there is none. */
function nextMalformed(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (length > 1 && !isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return bytes.length;
}
