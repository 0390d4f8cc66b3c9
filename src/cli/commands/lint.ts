import path from 'node:path';
import { datasetRules } from '../../data/lint/ruleTable';
import { isAskedFor } from '../../data/lint/fileChecker';
import { lintAgainst } from '../../data/lint/lintAgainst';
import { lintFile } from '../../data/lint/lintFile';
import type { LintRequest } from '../../data/lint/lintRequest';
import { mendFile } from '../../data/lint/mend/mendFile';
import { suppressionsOf, type FileSuppressions } from '../../data/lint/suppressions';
import { tokenCounter } from '../../data/tokens/tokenCounter';
import { assertNever } from '../../protocol/assertNever';
import { UserError } from '../../protocol/errors';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { exitCode, type ExitCode } from '../exitCode';
import { untilInterrupted } from '../interruption';
import { jsonSink } from '../lint/jsonSink';
import { lintOptions, standardThresholds, type LintOptions } from '../lint/lintOptions';
import type { FixedCounts, LintSink } from '../lint/lintSink';
import { probabilitiesFor } from '../lint/probabilities';
import { sarifSink } from '../lint/sarifSink';
import { textSink } from '../lint/textSink';
import { noteUnmatched } from '../lint/unmatchedSuppressions';
import type { Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';

/** Checks data files. Exit code 2: there are findings at error level. */
export async function lint(given: ParsedArguments, output: Output): Promise<ExitCode> {
  required(given, 'lint', 'a data file');
  const options = { ...lintOptions(given), suppressions: suppressionsByFile() };
  const sink = sinkOf(options, output);
  const seen = { errors: 0 };
  const onFinding = ({ finding }: { readonly finding: LintFinding }): void => {
    if (finding.severity === 'error') seen.errors += 1;
    sink.finding(finding);
  };
  const { rules } = options.settings;
  const needsAllRows = datasetRules.some((rule) => isAskedFor(rule, rules));
  const [first = ''] = options.files;
  refuseItself(options);
  const mended = options.out === null ? null : await mend(first, options.out, options, sink);
  if (mended === 'stopped') {
    output.stderr.write('Stopped; nothing was written.\n');
    return exitCode.stopped;
  }
  const files = options.out === null ? options.files : [options.out];
  const { against } = options;
  for (const file of files) {
    const { probabilities: named, data } = options;
    const probabilities = named === null ? null : await probabilitiesFor(named, file, data);
    const isEvaluation = against !== null && isSameFile(file, against);
    sink.beginFile(file, !needsAllRows && !isEvaluation);
    const request = requestOf(file, options, sink, onFinding);
    const { rows, suppressed } = await lintFile({ ...request, probabilities });
    const leaks = isEvaluation ? await findLeaks(files, file, options, sink, onFinding) : null;
    sink.endFile(rows, suppressed + (leaks?.suppressed ?? 0));
    noteUnmatched(output, file, options.suppressions(file), { ...options, isEvaluation });
  }
  if (against !== null && !files.some((file) => isSameFile(file, against))) {
    sink.beginFile(against, false);
    await checkReadable(against, options, sink, onFinding);
    const { rows, suppressed } = await findLeaks(files, against, options, sink, onFinding);
    sink.endFile(rows, suppressed);
  }
  sink.end(mended);
  return seen.errors > 0 ? exitCode.findings : exitCode.done;
}

/** What was asked for, and what every check of a file shares. */
type LintRun = LintOptions & { readonly suppressions: (file: string) => FileSuppressions };

/** A file may be looked at several times: what was matched in one look is matched. */
function suppressionsByFile(): LintRun['suppressions'] {
  const known = new Map<string, FileSuppressions>();
  return (file) => {
    const own = known.get(file) ?? suppressionsOf(file);
    known.set(file, own);
    return own;
  };
}

function refuseItself({ files, against }: LintOptions): void {
  if (against === null || !files.every((file) => isSameFile(file, against))) return;
  throw new UserError('--against names the file itself: all its rows would be found in it.', {
    place: { file: against },
    next: 'Name the file that the model is tested on.',
  });
}

/** Rows of the evaluation file that cannot be read are compared with nothing, whatever rules were asked for: say so. */
async function checkReadable(
  against: string,
  options: LintRun,
  sink: LintSink,
  onFinding: LintRequest['onFinding'],
): Promise<void> {
  const check = (rule: RuleId): ReturnType<typeof lintFile> => {
    const settings = { ...options.settings, rules: new Set([rule]) };
    return lintFile(requestOf(against, { ...options, settings }, sink, onFinding));
  };
  const { rows } = await check('L-FMT-01');
  // note: of an archive this one says so.
  if (rows === 0) await check('L-FMT-03');
}

/** Findings about rows of the evaluation file that stand in one of the others; a row in several of them is one finding. */
async function findLeaks(
  files: readonly string[],
  against: string,
  options: LintRun,
  sink: LintSink,
  onFinding: LintRequest['onFinding'],
): Promise<{ rows: number; suppressed: number }> {
  const seen = new Set<string>();
  const onLeak: LintRequest['onFinding'] = (found) => {
    const { rule, row, field } = found.finding;
    const key = `${rule} ${row} ${field}`;
    if (!seen.has(key)) onFinding(found);
    seen.add(key);
  };
  let sum = { rows: 0, suppressed: 0 };
  for (const file of files) {
    if (isSameFile(file, against)) continue;
    const training = requestOf(file, options, sink, onFinding);
    const { rows, suppressed } = await lintAgainst(
      training,
      requestOf(against, options, sink, onLeak),
    );
    sum = { rows, suppressed: sum.suppressed + suppressed };
  }
  return sum;
}

function isSameFile(one: string, other: string): boolean {
  return path.resolve(one) === path.resolve(other);
}

/** Writes the mended copy; what is still wrong with it is reported afterwards. */
async function mend(
  file: string,
  out: string,
  options: LintRun,
  sink: LintSink,
): Promise<FixedCounts | 'stopped'> {
  const request = requestOf(file, options, sink, () => undefined);
  const mended = await untilInterrupted((signal) => mendFile({ ...request, signal }, out));
  return mended === null ? 'stopped' : { out, counts: mended.counts };
}

function requestOf(
  file: string,
  { settings, choice, source, rowTokenizer, suppressions }: LintRun,
  sink: LintSink,
  onFinding: LintRequest['onFinding'],
): LintRequest {
  return {
    ...{ source: source(file), choice, settings, thresholds: standardThresholds },
    ...{ declaredLabels: null, shuffles: null },
    suppressions: suppressions(file),
    tokens: rowTokenizer === null ? null : (schema) => tokenCounter(rowTokenizer, schema),
    onProgress: (done) => {
      sink.progress(done);
    },
    onFinding,
    onSuppressed: ({ finding }, reason) => {
      sink.suppressed(finding, reason);
    },
  };
}

function sinkOf({ report }: LintOptions, output: Output): LintSink {
  switch (report) {
    case 'json':
      return jsonSink(output);
    case 'text':
      return textSink(output);
    case 'sarif':
      return sarifSink(output);
    default:
      return assertNever(report, 'report format');
  }
}
