import { mendFile } from '../../../data/lint/mend/mendFile';
import type { LintQuestion } from '../lintMessages';
import { requestOf } from './lintRequest';

/** Writes a copy of a file in which the findings of one rule are mended; returns how many. */
export async function mendInCopy(
  { setup, rule, out }: Extract<LintQuestion, { readonly type: 'fix-copy' }>,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (share: number) => void },
): Promise<number> {
  const request = requestOf(setup, 'all');
  const rules = new Set([rule]);
  const settings = { ...request.settings, rules };
  const asked = { ...request, settings, guessed: rules, signal, onProgress: report };
  const { counts } = await mendFile(asked, out);
  return counts[rule] ?? 0;
}
