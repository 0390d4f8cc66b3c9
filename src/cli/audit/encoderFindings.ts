import type { AuditOptions } from '../../audit/auditOptions';
import type { Findings } from '../../audit/report/finishReport';
import { UserError } from '../../protocol/errors';
import { auditEncoder } from '../../trainer/audit/auditEncoder';
import { loadEncoder } from '../../trainer/inference/embed';
import type { Subject } from '../findRun';
import type { AuditRequest } from './auditArguments';
import type { AuditProgress } from './auditProgress';
import { seatSources, seatTests } from './suiteFiles';

/** What must be known of every association test. */
export const seatCaveats: readonly string[] = [
  'Association tests say what embeddings associate, not what a model made of them does: audit the tuned classifier too.',
  'They count sentences of one word as independent of each other, which makes p smaller than the words alone would.',
];

/** Association tests of a model without a head. @throws UserError for what needs a head */
export async function encoderFindings(
  subject: Subject,
  request: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
): Promise<Omit<Findings, 'createdAt'>> {
  const { groups, suites, base, data } = request;
  const place = { file: subject.model };
  if (groups.length > 0 || data.value('data') !== null)
    throw new UserError(
      `This model has no classification head: it gives no labels that ${groups.length > 0 ? '--groups' : '--data'} could compare.`,
      {
        place,
        next: 'Train it first and audit the run, or audit its embeddings with --suite seat=FILE.',
      },
    );
  const other = suites.find(({ kind }) => kind !== 'seat');
  if (other !== undefined)
    throw new UserError(
      `This model has no classification head, which --suite ${other.kind}=FILE needs.`,
      { place, next: 'Train it first and audit the run, or use --suite seat=FILE.' },
    );
  const tests = seatTests(suites);
  if (tests.length === 0)
    throw new UserError('This model is an encoder: it is audited by association tests.', {
      place,
      next: 'Name one with --suite seat=FILE: a JSON object with targ1, targ2, attr1 and attr2.',
    });
  if (base !== null)
    throw new UserError('--base compares the answers of two classifiers; this is an encoder.', {
      place,
      next: 'Audit each model by itself, or name two runs.',
    });
  const encoder = await loadEncoder(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const onProgress = progress.phase('Testing associations');
    const checks = await auditEncoder(encoder, tests, { ...options, onProgress });
    return {
      subject: subject.run ?? subject.model,
      kind: 'encoder',
      checks,
      ...{ base: null, changes: [], coverage: [], split: null, data: null },
      sources: await seatSources(tests),
      caveats: seatCaveats,
    };
  } finally {
    await encoder.dispose();
  }
}
