import { hearSignals, unbreakable } from '../breakable';
import { isAskedFor } from './fileChecker';
import { gatherLater } from './laterFindings';
import { placeLater } from './lintFile';
import type { LintRequest } from './lintRequest';
import type { CrossFileRule, LintContext, LintedRow } from './rule';
import { crossFileRules } from './ruleTable';
import { openScan, scanFile } from './scan/openScan';
import { suppressing } from './suppressions';
import { schemaSampler, type SampledFile } from './schemaSampler';

/**
 * Looks for rows of an evaluation file that stand in the training file; findings are about rows of the evaluation file. Of
 * the training request only the file and how to read it count.
 * @throws UserError when a file cannot be opened
 */
export async function lintAgainst(
  training: Omit<LintRequest, 'onFinding'>,
  given: LintRequest,
): Promise<{ readonly rows: number; readonly suppressed: number }> {
  const { request: evaluation, count } = suppressing(given);
  const { rules } = evaluation.settings;
  const asked = crossFileRules.filter((rule) => isAskedFor(rule, rules));
  // note: rules need both contexts before the first row, so the training file's first rows are read for it alone.
  const trainingContext = await contextOf(training);
  const scan = await openScan(evaluation.source);
  if (trainingContext === null || scan.type !== 'rows') return { rows: 0, suppressed: 0 };
  let runs: ReturnType<CrossFileRule['begin']>[] = [];
  const file = await readRows(evaluation, (context) => {
    const active = asked.filter((rule) => rule.applies(trainingContext, context));
    runs = active.map((rule) => rule.begin(trainingContext, context));
    return (row) => {
      for (const run of runs) run.seeEvaluation(row);
    };
  });
  if (file === null || runs.length === 0) return { rows: file?.rows ?? 0, suppressed: 0 };
  await readRows(training, () => (row) => {
    for (const run of runs) run.seeTraining(row);
  });
  const later = gatherLater(rules);
  const { breakable = unbreakable } = evaluation;
  await hearSignals();
  for (const run of runs) breakable(() => run.finish(later.report));
  await placeLater(evaluation, scan, file.placing, later.findings());
  return { rows: file.rows, suppressed: count() };
}

/** Reads a file's rows; null for one without any. */
async function readRows(
  request: Omit<LintRequest, 'onFinding'>,
  settle: (context: LintContext) => (row: LintedRow) => void,
): Promise<SampledFile | null> {
  const scan = await openScan(request.source);
  if (scan.type !== 'rows') return null;
  const taker = schemaSampler(request, (context) => {
    const take = settle(context);
    return (_, row) => {
      if (row !== null) take(row);
    };
  });
  const { signal } = request;
  await scanFile(request.source, scan, taker.see, { begin: taker.begin, signal });
  return taker.end();
}

/** The file's context, from its first rows. */
async function contextOf(request: Omit<LintRequest, 'onFinding'>): Promise<LintContext | null> {
  let found: LintContext | null = null;
  const enough = new AbortController();
  const signals = [enough.signal, ...(request.signal === undefined ? [] : [request.signal])];
  try {
    await readRows({ ...request, signal: AbortSignal.any(signals) }, (context) => {
      found = context;
      enough.abort();
      return () => undefined;
    });
  } catch (error) {
    if (!enough.signal.aborted) throw error;
  }
  request.signal?.throwIfAborted();
  return found;
}
