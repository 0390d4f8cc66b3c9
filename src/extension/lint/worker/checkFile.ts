import { lintFile } from '../../../data/lint/lintFile';
import { lintAgainst } from '../../../data/lint/lintAgainst';
import type { Found } from '../../../data/lint/found';
import type { LintFinding, RuleId } from '../../../protocol/lint';
import type { FileFindings } from '../lintMessages';
import type { LintSetup } from '../lintSetup';
import { isDataset, requestOf, trainingRequest } from './lintRequest';

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
  const onFinding = ({ finding }: Found): void => {
    const count = (counts[finding.rule] ?? 0) + 1;
    counts[finding.rule] = count;
    if (count <= setup.settings.mostPerRule) findings.push(finding);
  };
  const request = { ...requestOf(setup, 'all'), countsTokens: true, signal, onFinding };
  const checked = await lintFile({
    ...request,
    onProgress(share) {
      if (share < told + leastShare) return;
      told = share;
      report(share);
    },
  });
  const training = trainingRequest(setup);
  const leaks = training === null ? null : await lintAgainst({ ...training, signal }, request);
  const { rows, schema } = checked;
  if (!isDataset(setup, schema))
    return { rows, schema: null, findings: [], counts: {}, suppressed: 0, tokens: null };
  const suppressed = checked.suppressed + (leaks?.suppressed ?? 0);
  return { rows, schema, findings, counts, suppressed, tokens: checked.tokens };
}
