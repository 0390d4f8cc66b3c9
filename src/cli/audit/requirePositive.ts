import { UserError } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import type { AuditRequest } from './auditArguments';

/**
 * @param of what has the labels: "this model"; it stands in `file`
 * @throws UserError for a label that is none of them, and where nothing is compared for a label
 */
export function requirePositive(
  { positive, groups }: AuditRequest,
  {
    labels,
    of,
    file,
  }: { readonly labels: readonly string[]; readonly of: string; readonly file: string },
): void {
  if (positive === null) return;
  if (!labels.includes(positive)) {
    const near = nearestWord(positive, labels);
    const known = labels.slice(0, 20).map((label) => `"${label.slice(0, 40)}"`);
    const more = labels.length > known.length ? ` and ${labels.length - known.length} more` : '';
    throw new UserError(`--positive "${positive.slice(0, 60)}" is no label of ${of}.`, {
      place: { file },
      next: `${near === null ? '' : `Did you mean "${near}"? `}Its labels are ${known.join(', ')}${more}.`,
    });
  }
  if (groups.length === 0)
    throw new UserError(
      '--positive says for which label groups are compared, and there are none.',
      {
        next: 'Name columns with --groups COLUMN,…, or leave --positive out.',
      },
    );
}
