import { lintAgainst } from '../../data/lint/lintAgainst';
import { lintFile } from '../../data/lint/lintFile';
import type { LintRequest } from '../../data/lint/lintRequest';
import type { RuleId } from '../../protocol/lint';
import { requestOf, type Reporting } from './fileRequest';
import type { FileSetup } from './fileSetup';

/** Findings about rows of the evaluation file that stand in one of the others; a row in several of them is one finding. */
export async function findLeaks(
  training: readonly FileSetup[],
  evaluation: FileSetup,
  reporting: Reporting,
): Promise<{ readonly rows: number; readonly suppressed: number }> {
  const seen = new Set<string>();
  const onFinding: LintRequest['onFinding'] = (found) => {
    const { rule, row, field } = found.finding;
    const key = `${rule} ${row} ${field}`;
    if (!seen.has(key)) reporting.onFinding(found);
    seen.add(key);
  };
  let sum = { rows: 0, suppressed: 0 };
  for (const setup of training) {
    const { rows, suppressed } = await lintAgainst(
      requestOf(setup, reporting),
      requestOf(evaluation, { ...reporting, onFinding }),
    );
    sum = { rows, suppressed: sum.suppressed + suppressed };
  }
  return sum;
}

/** Rows of the evaluation file that cannot be read are compared with nothing, whatever rules were asked for: say so. */
export async function checkReadable(evaluation: FileSetup, reporting: Reporting): Promise<void> {
  const check = (rule: RuleId): ReturnType<typeof lintFile> => {
    const settings = { ...evaluation.settings, rules: new Set([rule]) };
    return lintFile(requestOf({ ...evaluation, settings }, reporting));
  };
  const { rows } = await check('L-FMT-01');
  // note: of an archive this one says so.
  if (rows === 0) await check('L-FMT-03');
}
