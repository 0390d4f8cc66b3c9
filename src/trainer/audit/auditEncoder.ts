import type { AuditOptions } from '../../audit/auditOptions';
import type { SeatVectors } from '../../audit/seat/associations';
import { auditSeat } from '../../audit/seat/auditSeat';
import { seatSets, type SeatTest } from '../../audit/seat/seatFile';
import type { MeasuredCheck } from '../../audit/statistics/judge';
import { embed, type Encoder, type TextEmbeddings } from '../inference/embed';

/** How a text becomes one vector: the mean of its tokens' vectors, or its first token's. */
const poolings = [
  ['mean', 'mean'],
  ['cls', 'first'],
] as const;

/** Share of the work that embedding is. */
const embedding = 0.5;

/** Association tests of an encoder: a check for each test and pooling. Each text is embedded once. */
export async function auditEncoder(
  encoder: Encoder,
  tests: readonly SeatTest[],
  options: AuditOptions,
): Promise<MeasuredCheck[]> {
  const { signal, onProgress } = options;
  const texts = new Map<string, number>();
  for (const test of tests)
    for (const set of seatSets)
      for (const text of test[set].examples) if (!texts.has(text)) texts.set(text, texts.size);
  const vectors = await embed(encoder, [...texts.keys()], {
    signal,
    onProgress: (done) => onProgress?.(done * embedding),
  });
  const checks: MeasuredCheck[] = [];
  const count = tests.length * poolings.length;
  for (const test of tests) {
    for (const [variant, pooling] of poolings) {
      const before = embedding + ((1 - embedding) * checks.length) / count;
      const own: AuditOptions = {
        ...options,
        onProgress: (done) => onProgress?.(before + (done * (1 - embedding)) / count),
      };
      const sets = vectorsOf(test, pooling, texts, vectors);
      checks.push(await auditSeat(test, { variant, vectors: sets }, own));
    }
  }
  return checks;
}

function vectorsOf(
  test: SeatTest,
  pooling: 'mean' | 'first',
  texts: ReadonlyMap<string, number>,
  { width, ...all }: TextEmbeddings,
): SeatVectors {
  const gather = (examples: readonly string[]) => {
    const values = new Float32Array(examples.length * width);
    for (const [at, text] of examples.entries()) {
      const start = (texts.get(text) ?? 0) * width;
      values.set(all[pooling].subarray(start, start + width), at * width);
    }
    return { values, width };
  };
  const { targ1, targ2, attr1, attr2 } = test;
  return {
    targ1: gather(targ1.examples),
    targ2: gather(targ2.examples),
    attr1: gather(attr1.examples),
    attr2: gather(attr2.examples),
  };
}
