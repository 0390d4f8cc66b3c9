import { createHash } from 'node:crypto';
import type { LabelledExamples } from '../../data/loadDatasets';
import type { TextTokenizer } from '../../data/tokens/textTokenizer';
import { cachedTokens, type TokenIds } from './tokenCache';
import type { TokenRows } from './tokenRows';

export interface TokeniseRequest {
  readonly examples: LabelledExamples;
  readonly dataHash: string;
  /** Whether the texts are those of the file; others are told from them by their content. */
  readonly areOriginal: boolean;
  readonly tokenizer: TextTokenizer;
  /** Tokens per row, special tokens included; longer rows are cut. */
  readonly maxLength: number;
  /** Where token ids are kept for the next run. */
  readonly cache: string;
  readonly log: (message: string) => void;
  /** Told the share done; false ends the work. */
  readonly isWanted: (shareDone: number) => boolean;
}

/** Rows between two looks at the world: about 50 ms of work. */
const rowsAtOnce = 256;

/** Thrown when the work is not wanted any more; nothing is kept of it. */
export class StoppedEarly extends Error {}

/** Token ids of a split, from the cache when the same rows were tokenised before. @throws StoppedEarly */
export async function tokeniseSplit(request: TokeniseRequest): Promise<TokenRows> {
  const { examples, dataHash, areOriginal, tokenizer, maxLength, cache, log } = request;
  const { path, rows, lines, fields, labelIds } = examples;
  const content = areOriginal ? '' : ` ${hashOf(examples.texts)}`;
  const key = {
    dataHash,
    tokenizerHash: tokenizer.fingerprint,
    maxLength,
    selection: `${fields.text} ${rows.join(' ')}${content}`,
  };
  const { tokenIds, offsets } = await cachedTokens(cache, key, () => tokenise(request), log);
  return {
    tokenIds,
    offsets,
    labels: labelIds,
    place: (row) => ({ file: path, line: lines[row] ?? 1 }),
  };
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length} `).update(text);
  return hash.digest('hex');
}

async function tokenise({
  examples,
  tokenizer,
  maxLength,
  isWanted,
}: TokeniseRequest): Promise<TokenIds> {
  const { texts } = examples;
  const offsets = new Int32Array(texts.length + 1);
  let tokenIds = new Int32Array(texts.length * 32);
  for (const [row, text] of texts.entries()) {
    if (row % rowsAtOnce === 0) {
      // note: lets timers and sockets in between.
      await new Promise(setImmediate);
      if (!isWanted(row / texts.length)) throw new StoppedEarly();
    }
    const ids = tokenizer.encode(text, maxLength);
    const start = offsets[row] ?? 0;
    if (start + ids.length > tokenIds.length) tokenIds = grown(tokenIds, start + ids.length);
    tokenIds.set(ids, start);
    offsets[row + 1] = start + ids.length;
  }
  return { tokenIds: tokenIds.slice(0, offsets[texts.length]), offsets };
}

function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, array.length * 2));
  larger.set(array);
  return larger;
}
