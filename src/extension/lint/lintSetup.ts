import type { FileSuppression } from '../../data/lint/suppressedFindings';
import type { SchemaName } from '../../data/schemas/schema';
import type { RuleId, Severity } from '../../protocol/lint';
import { ruleIds } from '../../protocol/lint';
import type { DataSource, Fields, RunConfig } from '../../protocol/runConfig';
import { sourcesOf } from '../../protocol/runConfig';

/** What a setting says of a rule. */
export type RuleLevel = Severity | 'off';

/** What settings say of lint, for one file. */
export interface LintSettings {
  readonly rules: Readonly<Partial<Record<RuleId, RuleLevel>>>;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly mostPerRule: number;
}

/** A run config as lint sees it. */
export interface LintConfig {
  readonly file: string;
  readonly config: RunConfig;
}

/** While somebody types in a config and it has a mistake, its datasets are checked as they were before. */
export function lintConfigs(
  files: readonly { readonly file: string; readonly lastGood: RunConfig | null }[],
): readonly LintConfig[] {
  return files.flatMap(({ file, lastGood }) =>
    lastGood === null ? [] : [{ file, config: lastGood }],
  );
}

/** How a file is to be checked. Equal setups check alike. */
export interface LintSetup {
  readonly source: DataSource;
  readonly settings: LintSettings;
  readonly fields: Fields;
  /** Whose tokens are counted, and how many a row may have; null: nobody said. */
  readonly model: { readonly path: string; readonly maxLength: number } | null;
  /** The labels that the config allows; null: it says nothing of them, or there is none. */
  readonly labels: readonly string[] | null;
  /** Whether training shuffles; null: nothing is known. */
  readonly shuffles: boolean | null;
  /** The file that a config trains on, where this is one of its evaluation files. */
  readonly training: { readonly source: DataSource; readonly fields: Fields } | null;
  /** The schema that the config's task needs; null: recognise it. */
  readonly schema: SchemaName | null;
  /** What somebody let stand in this file. */
  readonly suppressed: readonly FileSuppression[];
  /** Whether a config names it or somebody asked to check it. If not, a file whose rows fit no schema is no dataset. */
  readonly isNamed: boolean;
}

/** The setup of a file, from the first run config that names it. */
export function lintSetup(
  path: string,
  configs: readonly LintConfig[],
  { settings, suppressed }: Pick<LintSetup, 'settings' | 'suppressed'>,
): LintSetup {
  const named = configNaming(path, configs);
  const source = named === null ? undefined : sourceIn(named, path);
  if (named !== null && source !== undefined) {
    const { config } = named;
    const { data } = config;
    const { fields } = data;
    return {
      source,
      settings,
      fields,
      model: { path: config.model, maxLength: config.training.maxLength },
      labels: data.labels ?? null,
      shuffles: config.training.shuffle,
      training: source === data.train ? null : { source: data.train, fields },
      // What the task of this version needs, unless the config says what the rows are.
      schema: data.schema ?? 'classification',
      suppressed,
      isNamed: true,
    };
  }
  return {
    source: { path, format: null, header: null, columns: null },
    settings,
    fields: { text: null, label: null },
    model: null,
    labels: null,
    shuffles: null,
    training: null,
    schema: null,
    suppressed,
    isNamed: false,
  };
}

/** The run config by which a file is checked: the first that names it. */
export function configNaming(path: string, configs: readonly LintConfig[]): LintConfig | null {
  return configs.find((each) => sourceIn(each, path) !== undefined) ?? null;
}

function sourceIn({ config }: LintConfig, path: string): DataSource | undefined {
  return sourcesOf(config.data).find((each) => each.path === path);
}

/** The evaluation files of configs that train on a file: what is wrong with them may change with it. */
export function evaluationFilesOf(path: string, configs: readonly LintConfig[]): readonly string[] {
  const files = configs
    .filter(({ config }) => config.data.train.path === path)
    .flatMap(({ config }) => [config.data.validation?.path, config.data.test?.path])
    .filter((file) => file !== undefined);
  return [...new Set(files)];
}

/** What of the `rules` setting makes sense: people write settings by hand. */
export function ruleLevels(
  value: Readonly<Record<string, unknown>>,
): Readonly<Partial<Record<RuleId, RuleLevel>>> {
  const levels: Partial<Record<RuleId, RuleLevel>> = {};
  for (const id of ruleIds) {
    const level = value[id];
    if (isLevel(level)) levels[id] = level;
  }
  return levels;
}

/** The same for `thresholds`. */
export function thresholdValues(
  value: Readonly<Record<string, unknown>>,
): Readonly<Record<string, number>> {
  const numbers = Object.entries(value).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
  );
  return Object.fromEntries(numbers);
}

function isLevel(value: unknown): value is RuleLevel {
  return value === 'error' || value === 'warning' || value === 'information' || value === 'off';
}
