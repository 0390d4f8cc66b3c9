import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isAskedFor } from '../../data/lint/fileChecker';
import { lintFile } from '../../data/lint/lintFile';
import { mendFile } from '../../data/lint/mend/mendFile';
import type { RowProbabilities } from '../../data/lint/rule';
import { suppressionsOf } from '../../data/lint/suppressions';
import { datasetRules } from '../../data/lint/ruleTable';
import { UserError } from '../../protocol/errors';
import type { LintFinding } from '../../protocol/lint';
import { requestOf, type Reporting } from './fileRequest';
import { fileSetup, type FileSetup } from './fileSetup';
import { checkReadable, findLeaks } from './leaks';
import type { LintOptions } from './lintOptions';
import type { FixedCounts, LintSink } from './lintSink';
import { probabilitiesFor } from './probabilities';
import { noteSilent, refuseSilent } from './silentRules';
import { noteUnmatched } from './unmatchedSuppressions';
import type { Output } from '../output';

/** What is being done, for the words at a stop. */
export interface AtHand {
  file: string;
  /** The mended copy is being written. */
  isWriting: boolean;
}

/** Checks the files one after the other, mends first where that was asked for. @returns findings at error level */
export async function checkFiles(
  options: LintOptions,
  { sink, stderr, ...more }: Omit<Reporting, 'onFinding'> & Pick<Output, 'stderr'>,
  at: AtHand,
): Promise<number> {
  let errors = 0;
  const onFinding = ({ finding }: { readonly finding: LintFinding }): void => {
    if (finding.severity === 'error') errors += 1;
    sink.finding(finding);
  };
  const reporting: Reporting = { ...more, sink, onFinding };
  const { out, against } = options;
  const [first = ''] = options.files;
  const files = await setups(out === null ? options.files : [out], options, first);
  refuseSilent(files, options);
  const fixed = out === null ? null : await mend(first, out, options, reporting);
  at.isWriting = false;
  const isEvaluation = ({ source }: FileSetup): boolean =>
    against !== null && isSameFile(source.path, against);
  const training = files.filter((setup) => !isEvaluation(setup));
  for (const setup of files) {
    at.file = setup.source.path;
    noteSilent({ stderr }, setup, options);
    beginFile(sink, setup, !needsAllRows(setup) && !isEvaluation(setup));
    const probabilities = await probabilitiesOf(setup, options);
    const request = { ...requestOf(setup, reporting), probabilities };
    const { rows, unread, suppressed } = await lintFile(request);
    const leaks = isEvaluation(setup) ? await findLeaks(training, setup, reporting) : null;
    sink.endFile({ rows, unread, suppressed: suppressed + (leaks?.suppressed ?? 0) });
    noteUnmatched({ stderr }, setup, { probabilities, isEvaluation: isEvaluation(setup) });
  }
  if (against !== null && !files.some(isEvaluation)) {
    at.file = against;
    const evaluation = await fileSetup(against, options);
    beginFile(sink, evaluation, false);
    await checkReadable(evaluation, reporting);
    const { rows, suppressed } = await findLeaks(training, evaluation, reporting);
    sink.endFile({ rows, unread: 0, suppressed });
  }
  sink.end(fixed);
  return errors;
}

/** @param named the file that was asked for: its mended copy is read as the config says of that */
async function setups(
  files: readonly string[],
  options: LintOptions,
  named: string,
): Promise<readonly FileSetup[]> {
  const { out } = options;
  return Promise.all(
    files.map(async (file) => {
      if (file !== out) return fileSetup(file, options);
      const setup = await fileSetup(named, options);
      return {
        ...setup,
        source: { ...setup.source, path: out },
        suppressions: suppressionsOf(out),
      };
    }),
  );
}

/** Whether two paths name the same place. */
export function isSameFile(one: string, other: string): boolean {
  return path.resolve(one) === path.resolve(other);
}

function beginFile(sink: LintSink, setup: FileSetup, isOrdered: boolean): void {
  const { source, config, notes, rowTokenizer } = setup;
  sink.beginFile(source.path, { isOrdered, config, notes, lengths: rowTokenizer });
}

function needsAllRows({ settings }: FileSetup): boolean {
  return datasetRules.some((rule) => isAskedFor(rule, settings.rules));
}

async function probabilitiesOf(
  { source }: FileSetup,
  { probabilities, data }: LintOptions,
): Promise<RowProbabilities | null> {
  return probabilities === null ? null : probabilitiesFor(probabilities, source.path, data);
}

/** Writes the mended copy; what is still wrong with it is reported afterwards. */
async function mend(
  file: string,
  out: string,
  options: LintOptions,
  reporting: Reporting,
): Promise<FixedCounts> {
  await refuseToOverwrite(file, out);
  const setup = await fileSetup(file, options);
  const request = requestOf(setup, { ...reporting, onFinding: () => undefined });
  const asked = { ...request, onSuppressed: undefined, guessed: options.namedRules };
  const { counts, guesses } = await mendFile(asked, out);
  return { out, counts, guesses };
}

/** note: a file without content, as mktemp leaves it, loses nothing. */
async function refuseToOverwrite(file: string, out: string): Promise<void> {
  const there = await stat(out).catch(() => null);
  if (there === null || !there.isFile() || there.size === 0 || isSameFile(file, out)) return;
  throw new UserError('This file exists already, and --fix overwrites nothing.', {
    place: { file: out },
    next: 'Name another file with --out, or delete this one first.',
  });
}
