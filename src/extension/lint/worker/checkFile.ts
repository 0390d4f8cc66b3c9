import { lintFile } from '../../../data/lint/lintFile';
import type { LintFinding, RuleId } from '../../../protocol/lint';
import type { FileFindings } from '../lintMessages';
import type { LintSetup } from '../lintSetup';
import { isDataset, requestOf } from './lintRequest';

/** Shares of the work that are worth telling. */
const leastShare = 0.01;

/** Checks a file as it stands on disk. @throws UserError when it cannot be opened */
export async function checkFile(
  setup: LintSetup,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (share: number) => void },
): Promise<FileFindings> {
  const counts: Partial<Record<RuleId, number>> = {};
  const findings: LintFinding[] = [];
  let told = 0;
  const { rows, schema } = await lintFile({
    ...requestOf(setup, 'all'),
    signal,
    onProgress(share) {
      if (share < told + leastShare) return;
      told = share;
      report(share);
    },
    onFinding({ finding }) {
      const count = (counts[finding.rule] ?? 0) + 1;
      counts[finding.rule] = count;
      if (count <= setup.settings.mostPerRule) findings.push(finding);
    },
  });
  if (!isDataset(setup, schema))
    return { rows, schema: null, findings: [], counts: {}, suppressed: 0 };
  return { rows, schema, findings, counts, suppressed: 0 };
}
