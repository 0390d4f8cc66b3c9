import {
  refuseCrossedNames,
  refuseLabels,
  refuseManyColumns,
  refuseTexts,
  requireGroups,
} from '../../audit/requireGroups';
import type { GroupColumn } from '../../audit/scoredRows';
import { recogniseFields } from '../../data/fields';
import { hashFile } from '../../data/hashFile';
import { labelIds } from '../../data/labels';
import { loadExamples, type Examples, type KeptColumn } from '../../data/loadExamples';
import { detectLayout } from '../../data/readers/format';
import type { Row } from '../../data/readers/row';
import { readRows } from '../../data/readRows';
import type { GroupThresholds } from '../../protocol/mitigationConfig';
import type { Split } from '../../protocol/run';
import type { Fields } from '../../protocol/runConfig';
import { UserError } from '../../protocol/errors';
import { countOf } from '../../protocol/formatNumber';
import { dataFlags, rowsToRead, type DataOfRun, type RowsToRead } from '../dataOptions';
import { evaluationRows, splitOf } from '../evaluationRows';
import type { ParsedArguments } from '../parseArguments';
import { thresholdColumns, withThresholdColumn } from '../storedThresholds';

/** Rows to audit a classifier on. */
export interface AuditRows {
  readonly examples: Examples;
  /** Positions in the model's labels; null where the file has none. */
  readonly gold: Int32Array | null;
  readonly groups: readonly GroupColumn[];
  /** Whose rows of one value depend on each other; null: no column was named. */
  readonly dependence: GroupColumn | null;
  readonly split: Split | null;
  readonly hash: string;
}

export interface AuditRowsRequest {
  readonly ofRun: DataOfRun | null;
  /** In the order of their ids. */
  readonly labels: readonly string[];
  readonly groups: readonly string[];
  readonly cluster: string | null;
  /** What the model decides by; null: the likeliest label. */
  readonly thresholds: GroupThresholds | null;
  /** Further columns to keep. */
  readonly further?: readonly KeptColumn[];
}

/**
 * The rows of --data, else those that `evaluate` takes, with the columns of --groups. A file without a label column is
 * audited for what needs none.
 * @returns null where neither --data nor a run names rows
 * @throws UserError for rows that cannot be read, and columns that are no groups
 */
export async function auditRows(
  given: ParsedArguments,
  { ofRun, labels, groups, cluster, thresholds, further: asked = [] }: AuditRowsRequest,
): Promise<AuditRows | null> {
  refuseManyColumns(groups);
  refuseCrossedNames(groups);
  const named = cluster === null ? groups : [...groups, cluster];
  const further = [...thresholdColumns(thresholds), ...asked].filter(
    ({ name }) => !named.includes(name),
  );
  const columns = [...named.map((name): KeptColumn => ({ name, key: null })), ...further];
  const columnsOf = (examples: Examples) => {
    refuseLabels(named, examples.fields.label, examples.path);
    refuseTexts(groups, examples.fields.text, examples.path);
    const dependence = cluster === null ? null : dependenceOf(examples, cluster);
    return { groups: groupsOf(examples, groups), dependence };
  };
  const file = given.value('data');
  if (file === null) {
    if (ofRun === null) return null;
    const { examples, split, hash } = await withThresholdColumn(thresholds, () =>
      evaluationRows(given, { ofRun, labels, columns }),
    );
    return { examples, gold: examples.labelIds, ...columnsOf(examples), split, hash };
  }
  const toRead = rowsToRead(file, given, ofRun);
  const { source, usual } = toRead;
  const label = await labelColumn(toRead, named, dataFlags(given).fields.label);
  const fields: Fields = { ...toRead.fields, label };
  const options = { fields, usual, columns };
  const examples = await withThresholdColumn(thresholds, () =>
    loadExamples(source, { ...options, needsLabel: label !== null }),
  );
  return {
    examples,
    gold: label === null ? null : labelIds(examples, labels),
    ...columnsOf(examples),
    split: ofRun === null ? null : splitOf(source, ofRun.data),
    hash: await hashFile(source.path),
  };
}

const sampleRows = 1_000;

/**
 * The column of labels: named, recognised, or the only one that is neither text nor asked for otherwise; null where there is none. One
 * that only the run's config names may be missing: the file is another one. `flag`: the column that --fields names.
 */
async function labelColumn(
  { source, fields: asked, usual }: RowsToRead,
  named: readonly string[],
  flag: string | null | undefined,
): Promise<string | null> {
  const { path } = source;
  const { format } = await detectLayout(path, source.format);
  const sample: Row[] = [];
  for await (const row of readRows(source)) if (sample.push(row) === sampleRows) break;
  // note: a file without rows, or without the column that was named, is refused where it is read.
  if (sample.length === 0) return asked.label;
  const columns = [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
  const isElsewhere = flag == null && asked.label !== null && !columns.includes(asked.label);
  const fields: Fields = isElsewhere ? { ...asked, label: null } : asked;
  const byPosition = format === 'csv' || format === 'tsv';
  const found = recogniseFields(sample, { path, fields, usual, needsLabel: false, byPosition });
  if (found.label !== null || fields.label !== null) return found.label ?? fields.label;
  const others = columns.filter((column) => column !== found.text && !named.includes(column));
  return others.length === 1 ? (others[0] ?? null) : null;
}

function groupsOf({ columns, path }: Examples, names: readonly string[]): GroupColumn[] {
  return names.map((name) => {
    const values = columns[name] ?? [];
    const said = values.filter((value) => value !== null);
    const [rows, empty] = [values.length, values.length - said.length];
    requireGroups({ name, groups: new Set(said), rows, empty }, path);
    return { name, values };
  });
}

/** @throws UserError for a column that makes all rows one */
function dependenceOf({ columns, path }: Examples, name: string): GroupColumn {
  const values = columns[name] ?? [];
  const said = new Set(values.filter((value) => value !== null));
  const [only] = said;
  const place = { file: path };
  if (only === undefined)
    throw new UserError(`The column "${name}" is empty in all ${countOf(values.length, 'row')}.`, {
      place,
      next: 'Fill it in, or leave out --cluster.',
    });
  if (said.size === 1 && !values.includes(null) && values.length > 1)
    throw new UserError(
      `The column "${name}" says "${only.slice(0, 60)}" in every row: all rows would be one cluster, and one cluster cannot be judged.`,
      {
        place,
        next: 'Name a column that tells authors, threads or documents apart, or leave out --cluster.',
      },
    );
  return { name, values };
}
