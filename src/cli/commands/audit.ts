import { usualAuditOptions, type AuditOptions } from '../../audit/auditOptions';
import { brokenFigures } from '../../audit/report/brokenFigures';
import { auditMarkdown } from '../../audit/report/auditMarkdown';
import { auditSarif } from '../../audit/report/auditSarif';
import { modelCardSection } from '../../audit/report/modelCard';
import { finishReport, type Findings } from '../../audit/report/finishReport';
import { assertNever } from '../../protocol/assertNever';
import { canBreak, type AuditReport } from '../../protocol/audit';
import { unbrokenWords } from '../../protocol/auditWords';
import { UserError } from '../../protocol/errors';
import { countOf, plainNumber } from '../../protocol/formatNumber';
import { productVersion } from '../../protocol/version';
import { visible } from '../../protocol/visible';
import { keepAudit } from '../../trainer/audit/keepAudit';
import { auditArguments, refuseReference, type AuditRequest } from '../audit/auditArguments';
import { auditProgress, type AuditProgress } from '../audit/auditProgress';
import { auditSubject, type AuditSubject } from '../audit/auditSubject';
import { classifierFindings } from '../audit/classifierFindings';
import { datasetFindings } from '../audit/datasetFindings';
import { encoderFindings } from '../audit/encoderFindings';
import { predictionFindings } from '../audit/predictionFindings';
import { exitCode, type ExitCode } from '../exitCode';
import { untilInterrupted } from '../interruption';
import { printJson, printLine, widthOf, type Output } from '../output';
import type { ParsedArguments } from '../parseArguments';
import { auditLines } from '../terminal/auditView';
import { strong } from '../terminal/liveLine';
import { shortestPath } from '../terminal/shortestPath';

/** Looks for bias in what a model answers, in what an encoder associates, or in a dataset. */
export async function audit(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const request = auditArguments(given);
  const subject = await subjectOf(request);
  const progress = auditProgress(output, request.format === 'text');
  const { delta, failOn } = request;
  const options: AuditOptions = { ...usualAuditOptions, delta };
  const found = await untilInterrupted((signal) =>
    findingsOf(subject, request, { ...options, signal }, progress, output),
  );
  progress.end();
  if (found === null) {
    output.stderr.write('Stopped; nothing was written.\n');
    return exitCode.stopped;
  }
  const { alpha, seed, permutations, resamples } = options;
  const report = finishReport(
    { ...found, createdAt: Date.now() / 1000 },
    {
      method: {
        ...{ version: productVersion, seed, permutations, resamples, delta, alpha },
        ...(request.cluster === null ? {} : { cluster: request.cluster }),
      },
      failOn,
    },
  );
  const run = 'run' in subject ? subject.run : null;
  // note: printed first: minutes of work must not be lost because the run's folder takes no more.
  print(report, request, output);
  const kept = run === null ? null : keepAudit(run, report);
  if (request.format === 'text') printEnd(report, kept, output);
  printBroken(report, output);
  if (report.broken !== null && !report.checks.some(canBreak))
    throw new UserError(
      `--fail-on ${plainNumber(report.broken.threshold)} could not be asked: no figure could be tested.`,
      {
        next: 'Give more rows, or columns that say whom a row is about with --groups; the report says why.',
      },
    );
  return (report.broken?.checks.length ?? 0) > 0 ? exitCode.findings : exitCode.done;
}

async function subjectOf({ predictions, subject }: AuditRequest): Promise<AuditSubject> {
  return predictions === null ? auditSubject(subject) : { kind: 'predictions', path: predictions };
}

async function findingsOf(
  subject: AuditSubject,
  request: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
  output: Output,
): Promise<Omit<Findings, 'createdAt'>> {
  if (subject.kind !== 'dataset') refuseReference(request);
  if ('note' in subject && subject.note !== null) output.stderr.write(`${subject.note}\n`);
  switch (subject.kind) {
    case 'encoder':
      return encoderFindings(subject, request, options, progress);
    case 'classifier':
      return classifierFindings(subject, request, options, progress);
    case 'dataset':
      return datasetFindings(subject.path, request, options, progress);
    case 'predictions':
      return predictionFindings(subject.path, request, options, progress);
    default:
      return assertNever(subject, 'subject');
  }
}

function print(report: AuditReport, { format }: AuditRequest, output: Output): void {
  switch (format) {
    case 'json':
      printJson(output, report);
      return;
    case 'markdown':
      output.stdout.write(auditMarkdown(report));
      return;
    case 'sarif':
      output.stdout.write(`${JSON.stringify(auditSarif(report), null, 1)}\n`);
      return;
    case 'model-card':
      output.stdout.write(modelCardSection(report));
      return;
    case 'text': {
      const [first = '', ...lines] = auditLines(report, widthOf(output));
      printLine(output, strong(output, first));
      for (const line of lines) printLine(output, line);
      return;
    }
    default:
      assertNever(format, 'report format');
  }
}

/** Which figures broke the threshold, whatever the form of the report: a failed build must say why. */
function printBroken(report: AuditReport, output: Output): void {
  const { broken } = report;
  if (broken === null || broken.checks.length === 0) return;
  const count = countOf(broken.checks.length, 'figure');
  output.stderr.write(
    `--fail-on ${plainNumber(broken.threshold)}: ${count} beyond it for certain (the whole 95 % interval), exit code 2\n`,
  );
  for (const line of brokenFigures(report, mostBroken)) output.stderr.write(`  ${visible(line)}\n`);
}

/** Figures named; the rest is counted. */
const mostBroken = 5;

function printEnd(report: AuditReport, kept: string | null, output: Output): void {
  const unbroken = unbrokenWords(report);
  // note: that no figure could be tested is an error, which says it.
  if (unbroken !== null && report.checks.some(canBreak)) printLine(output, unbroken);
  if (kept !== null) printLine(output, `report  ${shortestPath(kept)}`);
}
