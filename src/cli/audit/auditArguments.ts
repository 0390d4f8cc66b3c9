import { usualAuditOptions } from '../../audit/auditOptions';
import { likelihoodWords } from '../../audit/languageModel';
import { suiteKinds, type SuiteKind } from '../../audit/suiteForm';
import { UserError } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import { dataFormats, isDataFormat } from '../dataFormats';
import { required, type ParsedArguments } from '../parseArguments';

/** A file of items to audit with, by what they are. */
export interface Suite {
  readonly kind: SuiteKind;
  readonly path: string;
}

export type AuditFormat = (typeof auditFormats)[number];

/** What `finetune audit` was asked for. */
export interface AuditRequest {
  /** A run, a model folder or a data file, as it was named; that of `predictions` where they are audited. */
  readonly subject: string;
  /** Answers that were kept, in the place of a model. */
  readonly predictions: string | null;
  readonly base: string | null;
  /** A file with the shares that groups should have of a dataset's rows. */
  readonly reference: string | null;
  readonly groups: readonly string[];
  /** The column whose rows of one value depend on each other; null: none was named. */
  readonly cluster: string | null;
  readonly suites: readonly Suite[];
  /** Which suites that ship are asked, as it was written; null: the usual ones. */
  readonly builtIn: string | null;
  /** The label that groups are compared for; null: the second of two, else each against the rest. */
  readonly positive: string | null;
  readonly delta: number;
  /** Null: no threshold. */
  readonly failOn: number | null;
  readonly format: AuditFormat;
  /** The arguments as the DATA flags and --data are read from. */
  readonly data: ParsedArguments;
}

const auditFormats = ['text', 'json', 'sarif', 'markdown', 'model-card'] as const;

/** Suites that compare likelihoods of sentences: only a language model has those. */
const languageModelSuites: ReadonlyMap<string, string> = new Map([
  ['crowspairs', 'CrowS-Pairs'],
  ['crows', 'CrowS-Pairs'],
  ['stereoset', 'StereoSet'],
  ['bbq', 'BBQ'],
]);

/** @throws UserError for what cannot be asked */
export function auditArguments(given: ParsedArguments): AuditRequest {
  const { report, ofData } = formatsOf(given);
  const predictions = given.value('predictions');
  if (predictions !== null) refuseModel(given);
  const groups = groupNames(given.value('groups'));
  return {
    ...{ subject: predictions ?? required(given, 'audit', subjects), predictions },
    ...{ base: given.value('base'), reference: given.value('reference') },
    ...{ groups, cluster: clusterName(given.value('cluster'), groups) },
    suites: given.values('suite').map(suiteOf),
    ...{ builtIn: given.value('built-in'), positive: given.value('positive') },
    delta: amount(given.value('delta'), 'delta', { from: 0.001 }) ?? usualAuditOptions.delta,
    failOn: amount(given.value('fail-on'), 'fail-on', { from: 0 }),
    format: report,
    data: {
      ...given,
      value: (flag) => (flag === 'format' ? ofData : given.value(flag)),
    },
  };
}

const subjects = 'a run, a model folder or a data file, or --predictions FILE';

/** Flags that ask a model something. */
const ofModels = ['suite', 'built-in', 'no-thresholds'];

/** @throws UserError for the shares of a dataset's rows where none is audited */
export function refuseReference({ reference, subject }: AuditRequest): void {
  if (reference !== null)
    throw new UserError('--reference states the shares of the rows of a dataset.', {
      next: `Audit the data file with it, and ${subject} without.`,
    });
}

/** @throws UserError for what stored predictions do not go together with, and what they need */
function refuseModel(given: ParsedArguments): void {
  const [named] = given.positionals;
  if (named !== undefined)
    throw new UserError(`--predictions stands in the place of a model: ${named} is one too many.`, {
      next: 'Leave one of them out; name the rows with --data FILE.',
    });
  const flag = ofModels.find((each) => given.has(each));
  if (flag !== undefined && given.value(flag) !== 'none')
    throw new UserError(`--${flag} asks a model, and predictions are answers already.`, {
      next: `Leave --${flag} out, or name a run or a model folder in the place of --predictions.`,
    });
  const missing = ['data', 'groups'].find((each) => !given.has(each));
  if (missing !== undefined)
    throw new UserError(
      missing === 'data'
        ? '--predictions holds answers alone: what they are about is not said.'
        : 'Predictions are compared between groups, and none are named.',
      {
        next:
          missing === 'data'
            ? 'Name the rows that were predicted with --data FILE.'
            : 'Name columns of --data with --groups COLUMN,….',
      },
    );
}

/**
 * note: --format is of the report here, and where no report has such a format, of the data, as with lint. With --json the report's
 * is settled, so that json and text are those of the data.
 */
function formatsOf(given: ParsedArguments): {
  readonly report: AuditFormat;
  readonly ofData: string | null;
} {
  const formats = given.values('format');
  refuseUnknownFormat(formats);
  if (!given.has('json')) {
    const ofData = formats.filter((format) => !isAuditFormat(format));
    const report = formats.filter(isAuditFormat).at(-1) ?? 'text';
    return { report, ofData: ofData.at(-1) ?? null };
  }
  const other = formats.find(
    (format) => !['json', 'text'].includes(format) && isAuditFormat(format),
  );
  if (other !== undefined)
    throw new UserError(`--json and --format ${other} are two forms of one report.`, {
      next: 'Leave one of them out.',
    });
  return { report: 'json', ofData: formats.at(-1) ?? null };
}

/** What people type for a format that is spelt out here. */
const usualNames: ReadonlyMap<string, string> = new Map([
  ['md', 'markdown'],
  ['txt', 'text'],
  ['card', 'model-card'],
]);

function refuseUnknownFormat(formats: readonly string[]): void {
  const strange = formats.find((format) => !isAuditFormat(format) && !isDataFormat(format));
  if (strange === undefined) return;
  const near =
    usualNames.get(strange.toLowerCase()) ??
    nearestWord(strange, [...auditFormats, ...dataFormats]);
  throw new UserError(`There is no format "${strange.slice(0, 40)}".`, {
    next: `${near === null ? '' : `Did you mean ${near}? `}Reports are ${auditFormats.join(', ')}; data files are ${dataFormats.join(', ')}.`,
  });
}

function isAuditFormat(format: string): format is AuditFormat {
  return auditFormats.some((each) => each === format);
}

function groupNames(text: string | null): string[] {
  if (text === null) return [];
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw new UserError('--groups holds an empty name.', {
      next: 'Write the names of columns with commas between, such as --groups gender,age.',
    });
  return [...new Set(names)];
}

/** @throws UserError for no name, and for a column of groups: each group would be one cluster */
function clusterName(text: string | null, groups: readonly string[]): string | null {
  if (text === null) return null;
  const name = text.trim();
  if (name === '')
    throw new UserError('--cluster names no column.', {
      next: 'Write the column that says which rows belong together, such as --cluster author.',
    });
  if (groups.includes(name))
    throw new UserError(
      `--groups and --cluster both name "${name}": each group would be one cluster, and one cluster cannot be judged.`,
      { next: 'Name the column of authors, threads or documents with --cluster, or leave it out.' },
    );
  return name;
}

function suiteOf(text: string): Suite {
  const [, name = '', path = ''] = /^([^=]*)=(.+)$/s.exec(text) ?? [];
  const kind = suiteKinds.find((each) => each === name);
  if (kind !== undefined) return { kind, path };
  const language = languageModelSuites.get(name.toLowerCase().replaceAll(/[^a-z]/g, ''));
  if (language !== undefined)
    throw new UserError(`${likelihoodWords(language)}.`, {
      next: 'Audit a classifier with --groups, template=FILE or functional=FILE, an encoder with seat=FILE.',
    });
  if (name === '')
    throw new UserError(`--suite cannot be read: "${text}".`, {
      next: `Write --suite KIND=FILE; kinds are ${suiteKinds.join(', ')}.`,
    });
  const near = nearestWord(name, suiteKinds);
  throw new UserError(`There is no suite of the kind "${name}".`, {
    next: `${near === null ? '' : `Did you mean ${near}? `}Kinds are ${suiteKinds.join(', ')}.`,
  });
}

/** The largest effect sizes are about 2. */
const largest = 2;

function amount(
  text: string | null,
  flag: string,
  { from }: { readonly from: number },
): number | null {
  if (text === null) return null;
  const value = Number(text);
  if (/^[\d.e+-]+$/i.test(text.trim()) && value >= from && value <= largest) return value;
  throw new UserError(`--${flag} ${text} is no margin.`, {
    next: `Write a number from ${from} to ${largest}; .05 stands for 5 points.`,
  });
}
