import { termsName, type AuditCoverage } from '../../protocol/audit';
import type { DataSource } from '../../protocol/runConfig';
import type { Place } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { identityAxes, type IdentityAxis } from '../../data/identity/identityTerms';
import type { SchemaChoice } from '../../data/schemas/schema';
import type { AuditOptions } from '../auditOptions';
import type { MeasuredCheck } from '../statistics/judge';
import { associations, mostLabels } from './association';
import { axesOf, rowsByGroup, type DatasetAxis } from './axes';
import { coOccurrence } from './coOccurrence';
import { indexDataset, type DatasetIndex } from './datasetIndex';
import { evidenceRows } from './evidenceRows';
import type { ReferenceMix } from '../../data/groups/referenceMix';
import { representation } from './representation';
import { leftOutOfMix, type AxisMix } from './statedGroups';

export interface DatasetAudit {
  readonly checks: readonly MeasuredCheck[];
  readonly coverage: readonly AuditCoverage[];
  readonly caveats: readonly string[];
  readonly rows: number;
}

export interface DatasetRequest {
  readonly choice: SchemaChoice;
  /** Columns that say whom a row is about. */
  readonly columns: readonly string[];
  readonly axes?: readonly IdentityAxis[];
  /** Which shares of the rows groups should have; null: equal ones. Columns that only it names are read too. */
  readonly mix?: ReferenceMix | null;
}

/** Share of the work that the first reading is. */
const firstReading = 0.6;

/**
 * What a dataset says of groups of people before anything is trained on it: how many rows are about each, which labels go
 * with them, and which words. @throws UserError for what cannot be read
 */
export async function auditDataset(
  source: DataSource,
  { choice, columns: named, axes: terms = identityAxes, mix = null }: DatasetRequest,
  { alpha, signal, onProgress }: AuditOptions,
): Promise<DatasetAudit> {
  const columns = columnsOf(named, terms, mix);
  const index = await indexDataset(source, {
    ...{ choice, columns, axes: terms, signal },
    ...(mix === null
      ? {}
      : {
          expected: (column: string) => mix.shares.get(column)?.keys() ?? [],
          namedAt: (column: string) => (named.includes(column) ? null : placeInMix(mix, column)),
        }),
    onProgress: (done) => onProgress?.(done * firstReading),
  });
  const axes = axesOf(index.groups, columns);
  const counts = rowsByGroup(index);
  const leftOut = (axis: DatasetAxis): string[] => {
    const own = axisMix(axis, mix);
    const words = own === null ? null : leftOutOfMix(index, axis, counts, own);
    return words === null ? [] : [words];
  };
  const found = [
    ...axes.flatMap((axis) => representation(index, axis, counts, axisMix(axis, mix))),
    ...associations(index, axes),
    ...axes.flatMap((axis) => coOccurrence(index, axis, alpha)),
  ];
  const rows = await evidenceRows(source, index, found, {
    signal,
    onProgress: (done) => onProgress?.(firstReading + done * (1 - firstReading)),
  });
  return {
    checks: found.map(({ check }, at) => ({ ...check, rows: rows[at] ?? [] })),
    coverage: axes.map((axis) => coverageOf(index, axis, counts)),
    caveats: [...axes.flatMap((axis) => leftOut(axis)), ...caveatsOf(index, columns, mix)],
    rows: index.rows,
  };
}

function coverageOf(index: DatasetIndex, axis: DatasetAxis, counts: Uint32Array): AuditCoverage {
  const used = axis.groups.reduce((sum, group) => sum + (counts[group] ?? 0), 0);
  const own = new Set(axis.groups);
  let several = 0;
  for (let row = 0; row < index.rows; row += 1)
    if (index.groupsOf(row).filter((group) => own.has(group)).length > 1) several += 1;
  return {
    ...{ id: axis.id, used, of: index.rows },
    note: several === 0 ? null : `${countOf(several, 'row')} about several groups left out`,
  };
}

/** The columns to read: those named, and those of a mix, where any name that is no axis of terms is a column. */
function columnsOf(
  named: readonly string[],
  terms: readonly IdentityAxis[],
  mix: ReferenceMix | null,
): string[] {
  const ofTerms = new Set(terms.flatMap(({ name }) => [name, termsName(name)]));
  const stated = [...(mix?.shares.keys() ?? [])].filter((name) => !ofTerms.has(name));
  return [...new Set([...named, ...stated])];
}

function placeInMix({ path: file, lines }: ReferenceMix, name: string): Place | null {
  const line = lines.get(name);
  return line === undefined ? null : { file, line };
}

function axisMix({ id }: DatasetAxis, mix: ReferenceMix | null): AxisMix | null {
  const name = id.slice(id.indexOf('/') + 1);
  const shares = mix?.shares.get(name);
  if (mix === null || shares === undefined) return null;
  return { path: mix.path, line: mix.lines.get(name) ?? 1, shares };
}

function caveatsOf(
  { schema, labels, words }: DatasetIndex,
  columns: readonly string[],
  mix: ReferenceMix | null,
): string[] {
  const caveats = [
    'Terms in the texts are English and found by word lists: a row can be about somebody without naming a group.',
    mix === null
      ? 'Equal shares are a yardstick, not a norm: state the shares of the people your model is for with --reference.'
      : 'A stated mix is as good as its source. Groups that it says nothing of are compared with equal shares, a yardstick and no norm.',
  ];
  if (labels.length < 2)
    caveats.push(
      schema.name === 'classification'
        ? 'All rows have one label: associations with labels cannot be measured.'
        : 'The rows have no labels: associations with labels were not measured.',
    );
  if (labels.length > mostLabels)
    caveats.push(
      `There are ${formatCount(labels.length)} labels: with more than ${mostLabels}, associations are not tested.`,
    );
  if (words.isFull)
    caveats.push(
      'The vocabulary is very large: words that come late in the file were left out of co-occurrence.',
    );
  if (columns.length > 0)
    caveats.push('Co-occurrence was looked for with the terms in the texts, not with columns.');
  return caveats;
}
