import type { AuditId } from '../../protocol/audit';
import { fewestJudged } from '../statistics/fewestJudged';
import type { MeasuredCheck } from '../statistics/judge';

/** Why all verdicts of a model are withheld; null where they are not. */
export type Withheld = {
  readonly withheld: NonNullable<MeasuredCheck['withheld']>;
  readonly reason: string;
} | null;

export interface VersionsSubject {
  readonly id: AuditId;
  /** Before the variant of each check, such as the axis; "" for none. */
  readonly prefix: string;
  /** What a cluster is: "rows", "templates". */
  readonly unit: string;
  /** Such as a model that is too weak. */
  readonly gate: Withheld;
}

/** Clusters with which nothing is judged. */
export const fewestClusters = fewestJudged;

/** Why so few clusters allow no verdict. @param count of those that do not depend on each other */
export function tooFewClusters(count: number, unit: string, what: string): Withheld {
  if (count >= fewestClusters) return null;
  const reason =
    count === 0 ? `No ${unit} ${what}.` : `Fewer than ${fewestClusters} ${unit} ${what}.`;
  return { withheld: 'not-enough-data', reason };
}
