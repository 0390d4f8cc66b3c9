import path from 'node:path';
import { listLabels } from '../../data/declaredLabels';
import type { RuleSettings } from '../../data/lint/ruleSettings';
import type { Thresholds } from '../../data/lint/rule';
import { suppressionsOf, type FileSuppressions } from '../../data/lint/suppressions';
import { thresholdsWith } from '../../data/lint/thresholds';
import { openScan } from '../../data/lint/scan/openScan';
import type { SchemaChoice } from '../../data/schemas/schema';
import { readRowTokenizer, type RowTokenizer } from '../../data/tokens/lossMask';
import { UserError } from '../../protocol/errors';
import type { DataConfig, DataSource, Fields } from '../../protocol/runConfig';
import { dataFlags } from '../dataOptions';
import { shortestPath } from '../terminal/shortestPath';
import { fileConfig, type NamingConfig } from './fileConfig';
import type { LintOptions } from './lintOptions';
import { projectSettings, type ProjectSettings } from '../../data/lint/projectSettings';

/** How one file is to be checked: what the flags say, and where they are silent what its run config and the project say. */
export interface FileSetup {
  readonly source: DataSource;
  readonly choice: SchemaChoice;
  readonly settings: RuleSettings;
  readonly thresholds: Thresholds;
  /** The model whose tokens count, and the length of its rows; null: none is known. */
  readonly rowTokenizer: RowTokenizer | null;
  /** The labels that the run config allows; null: it says nothing of them. */
  readonly labels: readonly string[] | null;
  /** Whether training shuffles; null: nothing is known. */
  readonly shuffles: boolean | null;
  readonly suppressions: FileSuppressions;
  /** The run config that names the file; null: none does, or none was to be looked for. */
  readonly config: string | null;
  /** What was taken from elsewhere than the flags, for people: a line each. */
  readonly notes: readonly string[];
}

const usualMaxLength = 128;

/** @throws UserError for flags that do not fit together, and for project settings that make no sense */
export async function fileSetup(file: string, options: LintOptions): Promise<FileSetup> {
  const { named, broken } = options.looksForConfig
    ? await fileConfig(file)
    : { named: null, broken: null };
  const project = options.looksForConfig ? projectSettings(file) : null;
  const { tokenizer, why } = tokenizerOf(options, named);
  const data = named?.config.data ?? null;
  const flags = dataFlags(options.data);
  const notes = [
    ...(broken === null ? [] : [brokenNote(broken)]),
    ...(named === null ? [] : [configNote(named, tokenizer, why)]),
    ...(project === null ? [] : [`Levels and thresholds: ${shortestPath(project.file)}.`]),
  ];
  return {
    source: await recognised(sourceOf(file, named, flags), options),
    choice: {
      // As in the editor: what the task of this version needs, unless the config says what the rows are.
      name: options.schema ?? (data === null ? null : (data.schema ?? 'classification')),
      fields: { ...data?.fields, ...givenFields(flags.fields, data?.fields) },
    },
    settings: settingsOf(options, project),
    thresholds: thresholdsWith(project?.thresholds ?? {}),
    rowTokenizer: tokenizer,
    labels: labelsOf(data, flags.fields),
    shuffles: named?.config.training.shuffle ?? null,
    suppressions: suppressionsOf(file),
    config: named?.file ?? null,
    notes,
  };
}

function givenFields(given: Fields, ofConfig: Fields | undefined): Fields {
  return {
    ...given,
    text: given.text ?? ofConfig?.text ?? null,
    label: given.label ?? ofConfig?.label ?? null,
  };
}

/** A label column that the flags name is not the one whose labels the config names. */
function labelsOf(data: DataConfig | null, given: Fields): readonly string[] | null {
  const isOther = given.label !== null && given.label !== data?.fields.label;
  return isOther ? null : (data?.labels ?? null);
}

function sourceOf(
  file: string,
  named: NamingConfig | null,
  { format, columns, header }: ReturnType<typeof dataFlags>,
): DataSource {
  const { source } = named ?? { source: null };
  return {
    // note: as it was named, since that is how the report names it.
    path: file,
    format: format ?? source?.format ?? null,
    columns: columns ?? source?.columns ?? null,
    header: header ?? (columns === null ? (source?.header ?? null) : null),
  };
}

/** Takes --format text and json for the data's too where nothing else tells what a file holds. */
async function recognised(
  source: DataSource,
  { formatIfUnknown }: LintOptions,
): Promise<DataSource> {
  if (source.format !== null || formatIfUnknown === null) return source;
  try {
    await openScan(source);
    return source;
  } catch (error) {
    // note: what is wrong with the file besides is said when it is read.
    if (error instanceof UserError) return { ...source, format: formatIfUnknown };
    throw error;
  }
}

/** Rules that a project switched off stay silent unless they are asked for by their own name. */
function settingsOf(
  { settings, namedRules }: LintOptions,
  project: ProjectSettings | null,
): RuleSettings {
  if (project === null) return settings;
  const rules = [...settings.rules].filter((id) => !project.off.has(id) || namedRules.has(id));
  return { rules: new Set(rules), severities: project.severities };
}

/** The tokenizer of the model that flags or config name. A config's model without one is said and is no error. */
function tokenizerOf(
  { model, maxLength }: LintOptions,
  named: NamingConfig | null,
): { readonly tokenizer: RowTokenizer | null; readonly why: string } {
  if (model !== null)
    return { tokenizer: readRowTokenizer(model, maxLength ?? usualMaxLength), why: '' };
  if (named === null) {
    if (maxLength === null) return { tokenizer: null, why: '' };
    throw new UserError('--max-length counts tokens, and which depends on the model.', {
      next: 'Name its folder with --model.',
    });
  }
  const { model: folder, training } = named.config;
  try {
    return { tokenizer: readRowTokenizer(folder, maxLength ?? training.maxLength), why: '' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { tokenizer: null, why: `; tokens are not counted: ${error.message}` };
  }
}

function configNote(
  { file, config }: NamingConfig,
  tokenizer: RowTokenizer | null,
  why: string,
): string {
  const { fields, schema, labels = null } = config.data;
  const columns = Object.entries(fields).flatMap(([part, column]) =>
    typeof column === 'string' ? [`${part} in "${column}"`] : [],
  );
  const parts = [
    ...(schema === null || schema === undefined ? [] : [`schema ${schema}`]),
    ...columns,
    ...(labels === null ? [] : [`labels ${listLabels(labels)}`]),
    ...(tokenizer === null
      ? []
      : [`tokens of ${path.basename(config.model)}, at most ${tokenizer.maxLength}`]),
  ];
  const says = parts.length === 0 ? 'no columns named' : parts.join(', ');
  return `As ${shortestPath(file)} says: ${says}${why}`;
}

function brokenNote({
  file,
  problem,
}: NonNullable<Awaited<ReturnType<typeof fileConfig>>['broken']>): string {
  const { line, column, message } = problem;
  return `Not used: ${shortestPath(file)}:${line}:${column}, which may name this file, has a mistake: ${message}`;
}
