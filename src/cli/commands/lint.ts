import { datasetRules } from '../../data/lint/ruleTable';
import { isAskedFor } from '../../data/lint/fileChecker';
import { lintAgainst } from '../../data/lint/lintAgainst';
import { lintFile } from '../../data/lint/lintFile';
import type { LintRequest } from '../../data/lint/lintRequest';
import { mendFile } from '../../data/lint/mend/mendFile';
import { tokenCounter } from '../../data/tokens/tokenCounter';
import { assertNever } from '../../protocol/assertNever';
import type { LintFinding } from '../../protocol/lint';
import { exitCode, type ExitCode } from '../exitCode';
import { jsonSink } from '../lint/jsonSink';
import { lintOptions, standardThresholds, type LintOptions } from '../lint/lintOptions';
import type { FixedCounts, LintSink } from '../lint/lintSink';
import { probabilitiesFor } from '../lint/probabilities';
import { sarifSink } from '../lint/sarifSink';
import { textSink } from '../lint/textSink';
import type { Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';

/** Checks data files. Exit code 2: there are findings at error level. */
export async function lint(given: ParsedArguments, output: Output): Promise<ExitCode> {
  required(given, 'lint', 'a data file');
  const options = lintOptions(given);
  const sink = sinkOf(options, output);
  const seen = { errors: 0 };
  const onFinding = ({ finding }: { readonly finding: LintFinding }): void => {
    if (finding.severity === 'error') seen.errors += 1;
    sink.finding(finding);
  };
  const { rules } = options.settings;
  const needsAllRows = datasetRules.some((rule) => isAskedFor(rule, rules));
  const [first = ''] = options.files;
  const mended = options.out === null ? null : await mend(first, options.out, options, sink);
  for (const file of options.out === null ? options.files : [options.out]) {
    const { probabilities: named, data } = options;
    const probabilities = named === null ? null : await probabilitiesFor(named, file, data);
    sink.beginFile(file, !needsAllRows);
    const request = requestOf(file, options, sink, onFinding);
    const { rows } = await lintFile({ ...request, probabilities });
    sink.endFile(rows);
  }
  if (options.against !== null) {
    sink.beginFile(options.against, false);
    const evaluation = requestOf(options.against, options, sink, onFinding);
    let rows = 0;
    for (const file of options.files)
      rows = await lintAgainst(requestOf(file, options, sink, onFinding), evaluation);
    sink.endFile(rows);
  }
  sink.end(mended);
  return seen.errors > 0 ? exitCode.findings : exitCode.done;
}

/** Writes the mended copy; what is still wrong with it is reported afterwards. */
async function mend(
  file: string,
  out: string,
  options: LintOptions,
  sink: LintSink,
): Promise<FixedCounts> {
  const { counts } = await mendFile(
    requestOf(file, options, sink, () => undefined),
    out,
  );
  return { out, counts };
}

function requestOf(
  file: string,
  { settings, choice, source, rowTokenizer }: LintOptions,
  sink: LintSink,
  onFinding: LintRequest['onFinding'],
): LintRequest {
  return {
    ...{ source: source(file), choice, settings, thresholds: standardThresholds },
    ...{ declaredLabels: null, shuffles: null },
    tokens: rowTokenizer === null ? null : (schema) => tokenCounter(rowTokenizer, schema),
    onProgress: (done) => {
      sink.progress(done);
    },
    onFinding,
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
