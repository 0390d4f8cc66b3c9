import path from 'node:path';
import type { AuditOptions } from '../../audit/auditOptions';
import type { MeasuredChange } from '../../audit/changes/judgeChanges';
import { seatId } from '../../audit/seat/auditSeat';
import type { SeatTest } from '../../audit/seat/seatFile';
import type { MeasuredCheck } from '../../audit/statistics/judge';
import {
  auditEncoder,
  compareEncoders,
  embedTests,
  type EmbeddedTexts,
} from '../../trainer/audit/auditEncoder';
import { loadEncoder, type Encoder } from '../../trainer/inference/embed';
import type { Subject } from '../findRun';
import type { AuditProgress } from './auditProgress';

export interface AssociationsRequest {
  readonly tests: readonly SeatTest[];
  /** What to compare with; null: nothing. */
  readonly base: Subject | null;
  readonly options: AuditOptions;
  readonly progress: AuditProgress;
}

/** Association tests of an encoder, and how they changed from that of the base. The encoder is the caller's. */
export async function associations(
  encoder: Encoder,
  { tests, base, options, progress }: AssociationsRequest,
): Promise<{ readonly checks: MeasuredCheck[]; readonly changes: MeasuredChange[] }> {
  if (tests.length === 0) return { checks: [], changes: [] };
  const { signal } = options;
  const onEmbedded = progress.phase('Embedding the texts of association tests');
  const after = await embedTests(encoder, tests, { signal, onProgress: onEmbedded });
  const onProgress = progress.phase('Testing associations');
  const checks = await auditEncoder(tests, after, { ...options, onProgress });
  if (base === null) return { checks, changes: [] };
  const before = await embeddedByBase(base, tests, { signal, progress });
  const onCompared = progress.phase('Comparing associations with the base');
  const embedded = { before, after };
  const changes = await compareEncoders(tests, embedded, { ...options, onProgress: onCompared });
  return { checks, changes };
}

async function embeddedByBase(
  { model }: Subject,
  tests: readonly SeatTest[],
  {
    signal,
    progress,
  }: { readonly signal: AbortSignal | undefined; readonly progress: AuditProgress },
): Promise<EmbeddedTexts> {
  const encoder = await loadEncoder(model, { engine: 'compiled', device: 'auto', maxLength: null });
  try {
    const onProgress = progress.phase('Embedding them with the base');
    return await embedTests(encoder, tests, { signal, onProgress });
  } finally {
    await encoder.dispose();
  }
}

/** What must be known of association tests. */
export function seatCaveats(tests: readonly SeatTest[], leftOut: readonly string[]): string[] {
  if (tests.length === 0) return [];
  const own = tests.filter(({ source }) => source === null).map(({ path }) => seatId(path));
  return [
    'Association tests say what embeddings associate, not what a model made of them does: audit the tuned classifier too.',
    ...(leftOut.length === 0
      ? []
      : [
          `Left out, being no association tests: ${leftOut.map((file) => path.basename(file)).join(', ')}.`,
        ]),
    ...(own.length === 0
      ? []
      : [
          `${own.join(', ')}: sentences of one word count as independent of each other, which makes p smaller than the words alone would.`,
        ]),
  ];
}
