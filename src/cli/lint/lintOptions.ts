import { allRules, parseRules, type RuleSettings } from '../../data/lint/ruleSettings';
import type { SchemaChoice } from '../../data/schemas/schema';
import { UserError } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import { ruleIds, type RuleId } from '../../protocol/lint';
import type { DataFormat } from '../../protocol/runConfig';
import { dataFormats, isDataFormat } from '../dataFormats';
import { dataFlags } from '../dataOptions';
import type { ParsedArguments } from '../parseArguments';
import { schemaOfTask, taskNames } from './lintTasks';
import { formatCount } from '../../protocol/formatNumber';

export type ReportFormat = 'text' | 'json' | 'sarif';

export interface LintOptions {
  readonly files: readonly string[];
  readonly against: string | null;
  /** A run, or a file of predictions, that says which labels are doubtful; null: nobody is asked. */
  readonly probabilities: string | null;
  /** The flags that are about the data. */
  readonly data: ParsedArguments;
  /** The format of data that neither name nor content tells: what --format says of the report, where data have it too. */
  readonly formatIfUnknown: DataFormat | null;
  readonly report: ReportFormat;
  readonly settings: RuleSettings;
  /** Those that were asked for by their own ids. */
  readonly namedRules: ReadonlySet<RuleId>;
  /** The schema that --task names; null: recognise it. */
  readonly schema: SchemaChoice['name'];
  /** Folder of the model whose tokens count; null: not said. */
  readonly model: string | null;
  /** Tokens of a row in training; null: not said. */
  readonly maxLength: number | null;
  /** Whether run configs and project settings have a say. */
  readonly looksForConfig: boolean;
  /** Where the mended copy goes; null: nothing is mended. */
  readonly out: string | null;
}

const reportFormats: readonly string[] = ['text', 'json', 'sarif'];

/** What `finetune lint` was asked for. @throws UserError for what cannot be */
export function lintOptions(given: ParsedArguments): LintOptions {
  const formats = given.values('format');
  // note: --format is of the report here, and where no report has such a format, of the data.
  const ofReport = formats.filter((format) => reportFormats.includes(format));
  const ofData = formats.filter((format) => !reportFormats.includes(format));
  const data: ParsedArguments = {
    ...given,
    value: (flag) => (flag === 'format' ? (ofData.at(-1) ?? null) : given.value(flag)),
  };
  const [fix, out] = [given.has('fix'), given.value('out')];
  if (fix !== (out !== null))
    throw new UserError('--fix and --out FILE go together: the mended copy needs a name.', {
      next: 'Write --fix --out FILE; the file itself is never changed.',
    });
  if (fix && given.positionals.length > 1)
    throw new UserError('--fix mends one file at a time.', { next: 'Name one file.' });
  const probabilities = given.value('probabilities');
  if (probabilities !== null && given.positionals.length > 1)
    throw new UserError('--probabilities is about one file.', { next: 'Name one file.' });
  if (probabilities !== null && fix)
    throw new UserError('--fix does not go together with --probabilities.', {
      next: 'Look at the doubtful labels first: without --fix.',
    });
  const strange = ofData.find((format) => !isDataFormat(format));
  if (strange !== undefined)
    throw new UserError(`There is no format "${strange}".`, {
      next: `Reports are ${reportFormats.join(', ')}; data files are ${dataFormats.join(', ')}.`,
    });
  // note: the flags are read for each file; a mistake in them is told before the first.
  dataFlags(data);
  const rules = given.value('rules');
  return {
    files: given.positionals,
    against: given.value('against'),
    probabilities,
    data,
    formatIfUnknown: ofReport.findLast(isDataFormat) ?? null,
    report: reportFormat(given.has('json'), ofReport),
    settings: rules === null ? allRules : { ...allRules, rules: parseRules(rules) },
    namedRules: new Set(ruleIds.filter((id) => isListed(id, rules))),
    schema: taskSchema(given.value('task')),
    model: given.value('model'),
    maxLength: readMaxLength(given.value('max-length')),
    looksForConfig: !given.has('no-config'),
    out,
  };
}

function reportFormat(isJson: boolean, named: readonly string[]): ReportFormat {
  const asked = new Set([...(isJson ? ['json'] : []), ...named]);
  if (asked.size <= 1) return ([...asked][0] ?? 'text') as ReportFormat;
  const flags = [...(isJson ? ['--json'] : []), ...named.map((format) => `--format ${format}`)];
  throw new UserError(`${flags.join(' and ')} ask for different reports.`, {
    next: 'Keep one of them.',
  });
}

function isListed(id: RuleId, list: string | null): boolean {
  return (list ?? '')
    .toUpperCase()
    .split(',')
    .some((part) => part.trim() === id);
}

const longestMaxLength = 1_000_000;

function readMaxLength(length: string | null): number | null {
  if (length === null) return null;
  const maxLength = Number(length);
  if (Number.isInteger(maxLength) && maxLength >= 1 && maxLength <= longestMaxLength)
    return maxLength;
  throw new UserError(`--max-length ${length} is not a number of tokens.`, {
    next: `Write a whole number from 1 to ${formatCount(longestMaxLength)}.`,
  });
}

function taskSchema(task: string | null): SchemaChoice['name'] {
  if (task === null) return null;
  const schema = schemaOfTask(task);
  if (schema !== undefined) return schema;
  const near = nearestWord(task, taskNames);
  throw new UserError(`There is no task "${task}".`, {
    next: `${near === null ? '' : `Did you mean ${near}? `}Tasks are ${taskNames.join(', ')}.`,
  });
}
