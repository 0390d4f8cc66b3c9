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
  /** What items are called: "rows", "templates". */
  readonly items: string;
  /** Such as a model that is too weak. */
  readonly gate: Withheld;
}

/** Why so few items allow no verdict. @param count of those that do not depend on each other */
export function tooFewItems(count: number, items: string, what: string): Withheld {
  if (count >= fewestJudged) return null;
  const reason =
    count === 0 ? `No ${items} ${what}.` : `Fewer than ${fewestJudged} ${items} ${what}.`;
  return { withheld: 'not-enough-data', reason };
}
