import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { AuditOptions } from '../../audit/auditOptions';
import { baseNotes } from '../../audit/changes/baseNotes';
import { groupChanges } from '../../audit/changes/groupChanges';
import { auditGroups } from '../../audit/groups/auditGroups';
import { predictions as decidedLabels } from '../../audit/groups/labelRows';
import type { Findings } from '../../audit/report/finishReport';
import type { ScoredRows } from '../../audit/scoredRows';
import { hashFile } from '../../data/hashFile';
import { alignPredictions } from '../../data/predictions/alignPredictions';
import { readPredictions, type StoredPredictions } from '../../data/predictions/readPredictions';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { ifThereNow } from '../../protocol/ifThere';
import type { AuditRequest } from './auditArguments';
import type { AuditProgress } from './auditProgress';
import { auditRows, type AuditRows } from './auditRows';
import { requirePositive } from './requirePositive';

/**
 * Groups compared by answers that were kept, without their model. @throws UserError for predictions of other rows, or of other
 * labels than those compared with
 */
export async function predictionFindings(
  file: string,
  request: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
): Promise<Omit<Findings, 'createdAt'>> {
  const { groups, cluster, positive, base } = request;
  const { signal } = options;
  if (base !== null) refuseItself(file, base);
  progress.phase('Reading predictions')(0);
  const stored = await readPredictions(path.resolve(file), { signal });
  const { labels } = stored;
  requirePositive(request, { labels, of: 'these predictions', file: stored.path });
  const earlier = base === null ? null : await readBase(base, stored, options);
  const isById = [stored, earlier].some((each) => each?.keys?.name === 'id');
  const further = isById ? [{ name: 'id', key: null }] : [];
  const asked = { ofRun: null, thresholds: null, labels, groups, cluster, further };
  const rows = await auditRows(request.data, asked);
  if (rows === null) throw new Error('--predictions without --data is refused before.');
  const scored = scoredRows(stored, rows);
  const before = earlier === null ? null : scoredRows(earlier, rows);
  const onProgress = progress.phase('Comparing');
  const found = await auditGroups(scored, rows.groups, { ...options, positive, onProgress });
  const changes =
    before === null
      ? []
      : await groupChanges(before, scored, rows.groups, {
          ...{ ...options, positive },
          onProgress: progress.phase('Comparing with the base'),
        });
  const notes = before === null ? [] : await baseNotes(before, scored, options);
  return {
    ...{ subject: stored.path, kind: 'classifier', checks: found.checks, changes },
    ...(notes.length === 0 ? {} : { baseNotes: notes }),
    ...{ base: earlier?.path ?? null, coverage: found.coverage, split: null },
    sources: await sourcesOf(rows, [stored, ...(earlier === null ? [] : [earlier])]),
    caveats: [
      noModel,
      ...decisionsCaveat(scored),
      ...found.caveats,
      ...(found.gate === null ? [] : [found.gate.reason]),
    ],
    data: { path: rows.examples.path, hash: rows.hash },
  };
}

/** @throws UserError for one file in both places, by whatever path */
function refuseItself(file: string, base: string): void {
  const [one, other] = [file, base].map((each) => {
    const full = path.resolve(each);
    return ifThereNow(full, () => realpathSync(full));
  });
  if (one === null || one !== other) return;
  throw new UserError('--predictions and --base name the same file: nothing can have changed.', {
    place: { file: base },
    next: 'Name the predictions of the model as it was before with --base, or leave --base out.',
  });
}

/** @throws UserError for what is no file of predictions of the same labels */
async function readBase(
  named: string,
  { labels }: StoredPredictions,
  { signal }: AuditOptions,
): Promise<StoredPredictions> {
  const base = await readPredictions(path.resolve(named), { signal });
  if (base.labels.join('\n') === labels.join('\n')) return base;
  const list = (names: readonly string[]): string =>
    names
      .slice(0, 8)
      .map((name) => `"${name.slice(0, 30)}"`)
      .join(', ');
  throw new UserError(
    `These predictions are of the labels ${list(base.labels)}, the others of ${list(labels)}: they cannot be compared.`,
    { place: { file: base.path }, next: 'Name predictions of the same labels with --base.' },
  );
}

function scoredRows(
  stored: StoredPredictions,
  { examples, gold, dependence }: AuditRows,
): ScoredRows {
  const places = alignPredictions(stored, examples);
  const { labels, decisions } = stored;
  const probabilities = new Float32Array(places.length * labels.length);
  for (const [row, place] of places.entries()) {
    const start = place * labels.length;
    probabilities.set(
      stored.probabilities.subarray(start, start + labels.length),
      row * labels.length,
    );
  }
  return {
    ...{ path: examples.path, texts: examples.texts, gold, probabilities, labels },
    rows: Int32Array.from(examples.rows),
    lines: Int32Array.from(examples.lines),
    ...(dependence === null ? {} : { dependence }),
    ...(decisions === null ? {} : { decisions: places.map((place) => decisions[place] ?? 0) }),
  };
}

const noModel =
  'These are stored predictions: words of the rows were not swapped, and no templates were asked, which needs the model.';

/** Where thresholds, say, decided otherwise than the scores. */
function decisionsCaveat({ decisions, ...scored }: ScoredRows): string[] {
  if (decisions === undefined) return [];
  const likeliest = decidedLabels(scored);
  const unlike = decisions.filter((label, row) => label !== likeliest[row]).length;
  if (unlike === 0) return [];
  return [
    `${formatCount(unlike)} of ${countOf(decisions.length, 'row')} were decided otherwise than by the likeliest label: rates are those of the decisions, areas and calibration those of the scores.`,
  ];
}

async function sourcesOf(
  { examples, hash }: AuditRows,
  stored: readonly StoredPredictions[],
): Promise<AuditSource[]> {
  return [
    { kind: 'data', path: examples.path, hash, rows: examples.texts.length },
    ...(await Promise.all(
      stored.map(async ({ path: file, lines }): Promise<AuditSource> => ({
        ...{ kind: 'predictions', path: file, hash: await hashFile(file), rows: lines.length },
      })),
    )),
  ];
}
