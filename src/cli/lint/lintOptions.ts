import { thresholdsWith } from '../../data/lint/thresholds';
import { allRules, parseRules, type RuleSettings } from '../../data/lint/ruleSettings';
import { readRowTokenizer, type RowTokenizer } from '../../data/tokens/lossMask';
import { recogniseAll } from '../../data/schemas/detectSchema';
import type { SchemaChoice } from '../../data/schemas/schema';
import { UserError } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import type { DataSource } from '../../protocol/runConfig';
import { rowsToRead } from '../dataOptions';
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
  readonly report: ReportFormat;
  readonly settings: RuleSettings;
  readonly choice: SchemaChoice;
  /** The model whose tokens count, and the length of its rows; null: none is known. */
  readonly rowTokenizer: RowTokenizer | null;
  /** Where the mended copy goes; null: nothing is mended. */
  readonly out: string | null;
  /** How to read a file, as the DATA flags say. */
  readonly source: (file: string) => DataSource;
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
  const { fields } = rowsToRead('', data, null);
  const rules = given.value('rules');
  return {
    files: given.positionals,
    against: given.value('against'),
    probabilities,
    data,
    report: given.has('json') ? 'json' : ((ofReport.at(-1) ?? 'text') as ReportFormat),
    settings: rules === null ? allRules : { ...allRules, rules: parseRules(rules) },
    choice: { ...recogniseAll, name: taskSchema(given.value('task')), fields },
    rowTokenizer: readTokenizer(given),
    out,
    // note: as it was named, since that is how the report names it.
    source: (file) => ({ ...rowsToRead(file, data, null).source, path: file }),
  };
}

export const standardThresholds = thresholdsWith({});

const usualMaxLength = 128;
const longestMaxLength = 1_000_000;

/** What `--model` and `--max-length` say. */
function readTokenizer(given: ParsedArguments): RowTokenizer | null {
  const [model, length] = [given.value('model'), given.value('max-length')];
  if (model === null) {
    if (length === null) return null;
    throw new UserError('--max-length counts tokens, and which depends on the model.', {
      next: 'Name its folder with --model.',
    });
  }
  const maxLength = length === null ? usualMaxLength : Number(length);
  if (!Number.isInteger(maxLength) || maxLength < 1 || maxLength > longestMaxLength) {
    throw new UserError(`--max-length ${length ?? ''} is not a number of tokens.`, {
      next: `Write a whole number from 1 to ${formatCount(longestMaxLength)}.`,
    });
  }
  return readRowTokenizer(model, maxLength);
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
