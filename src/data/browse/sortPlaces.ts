import { setImmediate as nextTurn } from 'node:timers/promises';

/** Places that are sorted in one go: a few milliseconds. */
const blockPlaces = 8_192;

/** The thread does something else after so long. */
const breathEveryMs = 10;

export interface SortOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/**
 * The places 0 to n - 1 in order, by a merge sort that lets the thread answer others in between: millions of keys take seconds.
 * Places that compare as equal keep their order. @throws the signal's reason
 */
export async function sortPlaces(
  n: number,
  compare: (a: number, b: number) => number,
  { signal, onProgress }: SortOptions,
): Promise<Uint32Array> {
  let from = Uint32Array.from({ length: n }, (_, at) => at);
  let to = new Uint32Array(n);
  const passes = 1 + Math.max(0, Math.ceil(Math.log2(n / blockPlaces)));
  let done = 0;
  let breathedAt = performance.now();
  const breathe = async (): Promise<void> => {
    if (performance.now() - breathedAt < breathEveryMs) return;
    onProgress(done / (n * passes));
    await nextTurn();
    signal.throwIfAborted();
    breathedAt = performance.now();
  };
  for (let start = 0; start < n; start += blockPlaces) {
    from.subarray(start, start + blockPlaces).sort(compare);
    done += Math.min(blockPlaces, n - start);
    await breathe();
  }
  for (let width = blockPlaces; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const [middle, end] = [Math.min(n, start + width), Math.min(n, start + 2 * width)];
      let [left, right] = [start, middle];
      for (let at = start; at < end; at += 1) {
        if (at % blockPlaces === 0) await breathe();
        const isLeft =
          left < middle && (right === end || compare(from[left] ?? 0, from[right] ?? 0) <= 0);
        to[at] = from[isLeft ? left++ : right++] ?? 0;
        done += 1;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
