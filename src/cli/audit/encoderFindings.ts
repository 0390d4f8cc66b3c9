import type { AuditOptions } from '../../audit/auditOptions';
import type { Findings } from '../../audit/report/finishReport';
import { UserError } from '../../protocol/errors';
import { loadEncoder } from '../../trainer/inference/embed';
import { findSubject, type Subject } from '../findRun';
import { associations, seatCaveats } from './associations';
import { subjectNotes } from './auditBase';
import type { AuditRequest } from './auditArguments';
import type { AuditProgress } from './auditProgress';
import { wantedSuites } from './builtInSuites';
import { requireSuites, seatFilesLeftOut, seatSources, seatTests } from './suiteFiles';

/** Association tests of a model without a head. @throws UserError for what needs a head */
export async function encoderFindings(
  subject: Subject,
  request: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
): Promise<Omit<Findings, 'createdAt'>> {
  refuseAnswers(subject, request);
  const { suites, builtIn } = request;
  // note: whoever names tests wants those alone, unless --built-in asks for more.
  const isWanted = wantedSuites(builtIn, suites.length > 0 ? [] : ['seat']);
  await requireSuites(suites);
  const tests = seatTests(suites, isWanted);
  if (tests.length === 0)
    throw new UserError('An encoder is audited by association tests, and none is asked for.', {
      place: { file: subject.model },
      next: 'Leave out --built-in, write --built-in seat, or name a test with --suite seat=FILE.',
    });
  const base = request.base === null ? null : await findSubject(request.base);
  const encoder = await loadEncoder(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const found = await associations(encoder, { tests, base, options, progress });
    const notes = subjectNotes(base, subject);
    return {
      subject: subject.run ?? subject.model,
      kind: 'encoder',
      ...(subject.note === null ? {} : { note: subject.note }),
      ...{ ...found, base: base === null ? null : (base.run ?? base.model) },
      ...{ coverage: [], split: null, data: null },
      sources: await seatSources(tests),
      ...(notes.length === 0 ? {} : { baseNotes: notes }),
      caveats: seatCaveats(tests, seatFilesLeftOut(suites)),
    };
  } finally {
    await encoder.dispose();
  }
}

/** @throws UserError for what asks for labels */
function refuseAnswers(
  { model }: Subject,
  { groups, cluster, suites, positive, data }: AuditRequest,
): void {
  const place = { file: model };
  const flag =
    groups.length > 0
      ? '--groups'
      : data.value('data') !== null
        ? '--data'
        : positive !== null
          ? '--positive'
          : cluster !== null
            ? '--cluster'
            : null;
  if (flag !== null)
    throw new UserError(
      `This model has no classification head: it gives no labels that ${flag} could compare.`,
      {
        place,
        next: `Train it first and audit the run, or leave out ${flag} to test what its embeddings associate.`,
      },
    );
  const other = suites.find(({ kind }) => kind !== 'seat');
  if (other !== undefined)
    throw new UserError(
      `This model has no classification head, which --suite ${other.kind}=FILE needs.`,
      { place, next: 'Train it first and audit the run, or use --suite seat=FILE.' },
    );
}
