import type { AuditOptions } from '../auditOptions';
import type { MeasuredCheck } from '../statistics/judge';
import { Pace } from '../statistics/pace';
import { changeCheck, flipCheck } from './changeChecks';
import { signedChecks } from './signedChecks';
import type { ScoredVersions } from './versions';
import type { VersionsSubject } from './versionsSubject';

/**
 * Whether a classifier treats texts about different people alike: how often its label flips, how far its probabilities move, and which way
 * they move for each group.
 */
export async function auditVersions(
  versions: ScoredVersions,
  subject: VersionsSubject,
  options: AuditOptions,
): Promise<MeasuredCheck[]> {
  const pace = new Pace(options);
  const flips = flipCheck(versions, subject, options);
  const change = await changeCheck(versions, subject, { ...options, pace });
  pace.reach(0.2);
  const signed = await signedChecks(versions, subject, { ...options, pace });
  options.onProgress?.(1);
  return [flips, change, ...signed];
}
