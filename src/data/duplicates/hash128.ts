/**
 * MurmurHash3_x86_128 (Austin Appleby, public domain) of a text's UTF-16LE bytes. Of 10 million texts two share a value by
 * chance with a probability of 1e-25, so that equal values may stand for equal texts. Not for use against forgery.
 * @param out four words, overwritten
 */
export function hash128(text: string, out: Uint32Array): void {
  let [h1, h2, h3, h4] = [0, 0, 0, 0];
  const units = text.length;
  const blocks = units >> 3;
  for (let block = 0; block < blocks; block += 1) {
    const at = block << 3;
    h1 = rotate(h1 ^ scramble(pair(text, at), c1, 15, c2), 19);
    h1 = (Math.imul((h1 + h2) | 0, 5) + 0x561ccd1b) | 0;
    h2 = rotate(h2 ^ scramble(pair(text, at + 2), c2, 16, c3), 17);
    h2 = (Math.imul((h2 + h3) | 0, 5) + 0x0bcaa747) | 0;
    h3 = rotate(h3 ^ scramble(pair(text, at + 4), c3, 17, c4), 15);
    h3 = (Math.imul((h3 + h4) | 0, 5) + 0x96cd1c35) | 0;
    h4 = rotate(h4 ^ scramble(pair(text, at + 6), c4, 18, c1), 13);
    h4 = (Math.imul((h4 + h1) | 0, 5) + 0x32ac3b17) | 0;
  }
  const at = blocks << 3;
  const rest = units - at;
  if (rest > 6) h4 ^= scramble(tailPair(text, at + 6), c4, 18, c1);
  if (rest > 4) h3 ^= scramble(tailPair(text, at + 4), c3, 17, c4);
  if (rest > 2) h2 ^= scramble(tailPair(text, at + 2), c2, 16, c3);
  if (rest > 0) h1 ^= scramble(tailPair(text, at), c1, 15, c2);
  const bytes = units * 2;
  [h1, h2, h3, h4] = [h1 ^ bytes, h2 ^ bytes, h3 ^ bytes, h4 ^ bytes];
  h1 = (h1 + h2 + h3 + h4) | 0;
  [h2, h3, h4] = [(h2 + h1) | 0, (h3 + h1) | 0, (h4 + h1) | 0];
  [h1, h2, h3, h4] = [mix32(h1), mix32(h2), mix32(h3), mix32(h4)];
  h1 = (h1 + h2 + h3 + h4) | 0;
  out[0] = h1;
  out[1] = h2 + h1;
  out[2] = h3 + h1;
  out[3] = h4 + h1;
}

/** 32 bits of a text, for use where a chance collision does no harm. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return mix32(hash);
}

/** MurmurHash3's last step: every bit of the input moves every bit of the result. */
export function mix32(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const [c1, c2, c3, c4] = [0x239b961b, 0xab0e9789, 0x38b34ae5, 0xa1e38b93];

function scramble(word: number, first: number, turn: number, second: number): number {
  return Math.imul(rotate(Math.imul(word, first), turn), second);
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** Two code units as one little-endian word. */
function pair(text: string, at: number): number {
  return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16);
}

function tailPair(text: string, at: number): number {
  return at + 1 < text.length ? pair(text, at) : text.charCodeAt(at);
}
