import type { AuditOptions } from '../../audit/auditOptions';
import type { Findings } from '../../audit/report/finishReport';
import type { MeasuredCheck } from '../../audit/statistics/judge';
import { UserError } from '../../protocol/errors';
import { auditEncoder } from '../../trainer/audit/auditEncoder';
import { encoderOf } from '../../trainer/inference/embed';
import { loadClassifier, type Classifier } from '../../trainer/inference/loadClassifier';
import type { Subject } from '../findRun';
import type { AuditRequest } from './auditArguments';
import type { AuditProgress } from './auditProgress';
import { seatCaveats } from './encoderFindings';
import { seatSources, seatTests } from './suiteFiles';

/** All that can be asked of a classifier. @throws UserError for what cannot */
export async function classifierFindings(
  subject: Subject,
  request: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
): Promise<Omit<Findings, 'createdAt'>> {
  const tests = seatTests(request.suites);
  if (tests.length === 0)
    throw new UserError('This version audits the embeddings of a classifier only.', {
      next: 'Name an association test with --suite seat=FILE.',
    });
  const classifier = await loadClassifier(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const seat = await associations(classifier);
    return {
      subject: subject.run ?? subject.model,
      kind: 'classifier',
      checks: seat,
      ...{ base: null, changes: [], coverage: [], split: null, data: null },
      sources: await seatSources(tests),
      caveats: seatCaveats,
    };
  } finally {
    await classifier.dispose();
  }

  async function associations(model: Classifier): Promise<MeasuredCheck[]> {
    const encoder = encoderOf(model);
    try {
      const onProgress = progress.phase('Testing associations');
      return await auditEncoder(encoder, tests, { ...options, onProgress });
    } finally {
      await encoder.dispose();
    }
  }
}
