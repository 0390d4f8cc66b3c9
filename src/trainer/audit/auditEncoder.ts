import type { AuditOptions } from '../../audit/auditOptions';
import { associationChange } from '../../audit/changes/associationChange';
import type { MeasuredChange } from '../../audit/changes/judgeChanges';
import type { SeatVectors } from '../../audit/seat/associations';
import { auditSeat } from '../../audit/seat/auditSeat';
import { seatSets, type SeatTest } from '../../audit/seat/seatFile';
import { wordAssociations } from '../../audit/seat/wordAssociations';
import type { MeasuredCheck } from '../../audit/statistics/judge';
import { embed, type Encoder, type TextEmbeddings } from '../inference/embed';
import type { TextOptions } from '../inference/textBatches';

/** How a text becomes one vector: the mean of its tokens' vectors, or its first token's. */
const poolings = [
  ['mean', 'mean'],
  ['cls', 'first'],
] as const;

/** What an encoder makes of the texts of some tests. */
export interface EmbeddedTexts {
  readonly places: ReadonlyMap<string, number>;
  readonly vectors: TextEmbeddings;
}

/** Each text is embedded once, however many tests it stands in. */
export async function embedTests(
  encoder: Encoder,
  tests: readonly SeatTest[],
  options: TextOptions,
): Promise<EmbeddedTexts> {
  const places = new Map<string, number>();
  for (const test of tests)
    for (const set of seatSets)
      for (const text of test[set].examples) if (!places.has(text)) places.set(text, places.size);
  return { places, vectors: await embed(encoder, [...places.keys()], options) };
}

/** Association tests of an encoder: a check for each test and pooling. */
export async function auditEncoder(
  tests: readonly SeatTest[],
  embedded: EmbeddedTexts,
  options: AuditOptions,
): Promise<MeasuredCheck[]> {
  const checks: MeasuredCheck[] = [];
  for (const { test, variant, pooling, own } of variantsOf(tests, options)) {
    const vectors = vectorsOf(test, pooling, embedded);
    checks.push(await auditSeat(test, { variant, vectors }, own));
  }
  return checks;
}

/** How associations changed from one encoder to another: a change for each test and pooling. */
export async function compareEncoders(
  tests: readonly SeatTest[],
  embedded: { readonly before: EmbeddedTexts; readonly after: EmbeddedTexts },
  options: AuditOptions,
): Promise<MeasuredChange[]> {
  const changes: MeasuredChange[] = [];
  for (const { test, variant, pooling, own } of variantsOf(tests, options)) {
    const [before, after] = [embedded.before, embedded.after].map(
      (each) => wordAssociations(test, vectorsOf(test, pooling, each))?.words ?? null,
    );
    const models = { before: before ?? null, after: after ?? null };
    changes.push(await associationChange(test, { variant, ...models }, own));
  }
  return changes;
}

interface Variant {
  readonly test: SeatTest;
  readonly variant: 'mean' | 'cls';
  readonly pooling: 'mean' | 'first';
  /** Tells its share of the whole work. */
  readonly own: AuditOptions;
}

function variantsOf(tests: readonly SeatTest[], options: AuditOptions): Variant[] {
  const all = tests.flatMap((test) => poolings.map((pooling) => [test, ...pooling] as const));
  return all.map(([test, variant, pooling], at) => ({
    ...{ test, variant, pooling },
    own: { ...options, onProgress: (done) => options.onProgress?.((at + done) / all.length) },
  }));
}

function vectorsOf(
  test: SeatTest,
  pooling: 'mean' | 'first',
  { places, vectors: { width, ...all } }: EmbeddedTexts,
): SeatVectors {
  const gather = (examples: readonly string[]) => {
    const values = new Float32Array(examples.length * width);
    for (const [at, text] of examples.entries()) {
      const start = (places.get(text) ?? 0) * width;
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
