import type { AuditOptions } from '../../audit/auditOptions';
import type { Findings } from '../../audit/report/finishReport';
import { likeliestCaveat } from '../../audit/groups/auditGroups';
import { swapAxisNames } from '../../data/swap/swapAxis';
import type { SeatTest } from '../../audit/seat/seatFile';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import {
  auditClassifier,
  classifierItems,
  type ClassifierItems,
  type Decide,
  type RowsToScore,
} from '../../trainer/audit/auditClassifier';
import type { GroupThresholds } from '../../protocol/mitigationConfig';
import {
  describeThresholds,
  thresholdedProbabilities,
  withoutThreshold,
} from '../../trainer/mitigation/groupThresholds';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { createPredictor } from '../../trainer/audit/predictor';
import { encoderOf } from '../../trainer/inference/embed';
import { loadClassifier } from '../../trainer/inference/loadClassifier';
import { hasHead } from '../../trainer/modelFolder/loadModel';
import type { Subject } from '../findRun';
import { associations, seatCaveats } from './associations';
import type { AuditRequest } from './auditArguments';
import { storedThresholds } from '../storedThresholds';
import { auditBase, baseChanges, subjectNotes } from './auditBase';
import type { AuditProgress } from './auditProgress';
import { auditRows, type AuditRows } from './auditRows';
import { wantedSuites } from './builtInSuites';
import { requirePositive } from './requirePositive';
import {
  functionalSuites,
  requireSuites,
  seatFilesLeftOut,
  seatSources,
  seatTests,
  swapSources,
  templateSuites,
} from './suiteFiles';

/** All that can be asked of a classifier: groups, swaps, templates, functional tests, its embeddings. */
export async function classifierFindings(
  subject: Subject,
  request: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
): Promise<Omit<Findings, 'createdAt'>> {
  const { suites, groups, cluster, positive } = request;
  // note: what the user gave is read before the model, so that a mistake is told at once.
  const isWanted = wantedSuites(request.builtIn, ['swap', 'template']);
  await requireSuites(suites);
  const tests = seatTests(suites, isWanted);
  const templates = await templateSuites(suites, isWanted);
  const functional = await functionalSuites(suites);
  const classifier = await loadClassifier(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const { labels, finetune } = classifier;
    requirePositive(request, { labels, of: 'this model', file: subject.model });
    const base = request.base === null ? null : await auditBase(request.base, { labels, tests });
    const stored = storedThresholds(request.data, finetune);
    // note: only the comparison of groups is of decisions; without it the column is not asked for.
    const thresholds = groups.length > 0 ? stored : null;
    const asked = { ofRun: finetune, labels, groups, cluster, thresholds };
    const rows = await auditRows(request.data, asked);
    if (rows === null && groups.length + Number(cluster !== null) > 0)
      throw new UserError(
        `${groups.length > 0 ? '--groups names columns' : '--cluster names a column'} of rows, and this model does not say what data it was made for.`,
        {
          place: { file: subject.model },
          next: 'Name the rows with --data FILE.',
        },
      );
    const items = classifierItems({
      ...{ rows: rows === null ? null : toScore(rows), groups: rows?.groups ?? [] },
      ...{ templates, functional, positive, seed: options.seed },
      axes: swapAxisNames.filter((axis) => isWanted(`swap/${axis}`)),
    });
    requireQuestions(items, tests, subject.model);
    const predictor = createPredictor(classifier);
    const onPredicted = progress.phase(`Predicting ${formatCount(items.texts.length)} texts`);
    await predictor.predict(items.texts, { signal: options.signal, onProgress: onPredicted });
    const onJudged = progress.phase('Comparing');
    const decide = decideBy(thresholds, rows);
    const judging = { ...options, onProgress: onJudged };
    const found = await auditClassifier(predictor, items, { ...judging, decide });
    const encoder = encoderOf(classifier);
    const seat = await associations(encoder, { tests, base, options, progress });
    await encoder.dispose();
    const compared =
      base === null || !hasHead(base.model)
        ? { changes: [], notes: [] }
        : await baseChanges(base, {
            ...{ after: predictor, items, options, progress, decide, request },
            decideBy: (own) => decideBy(own, rows),
          });
    const ofSubjects = subjectNotes(base, subject);
    const isItself = ofSubjects.some(({ kind }) => kind === 'same');
    const notes = [
      ...ofSubjects,
      ...compared.notes.filter(({ kind }) => kind !== 'same' || !isItself),
    ];
    return {
      subject: nameOf(subject),
      kind: 'classifier',
      ...(subject.note === null ? {} : { note: subject.note }),
      checks: [...found.checks, ...seat.checks],
      ...{ base: base === null ? null : nameOf(base), coverage: found.coverage },
      ...(notes.length === 0 ? {} : { baseNotes: notes }),
      changes: [...compared.changes, ...seat.changes],
      sources: [...sourcesOf(rows, items), ...(await seatSources(tests))],
      caveats: [
        ...(rows === null ? [noRows] : []),
        ...thresholdCaveats(thresholds, finetune?.thresholds ?? null, rows),
        ...(base === null || hasHead(base.model) ? [] : [headlessBase]),
        ...found.caveats.filter((each) => thresholds === null || each !== likeliestCaveat),
        ...seatCaveats(tests, seatFilesLeftOut(suites)),
      ],
      split: rows?.split ?? null,
      data: rows === null ? null : { path: rows.examples.path, hash: rows.hash },
    };
  } finally {
    await classifier.dispose();
  }
}

/** @throws UserError where rows alone are left: nobody says what is to be compared */
function requireQuestions(
  { rows, groups, swaps, templates, functional }: ClassifierItems,
  tests: readonly SeatTest[],
  model: string,
): void {
  const parts = [groups, swaps, templates, functional, tests];
  if (parts.some(({ length }) => length > 0)) return;
  throw new UserError(
    rows === null
      ? 'There is nothing to ask: no rows, and no suite.'
      : 'There is nothing to ask: no groups of rows, and no suite.',
    {
      place: { file: model },
      next:
        rows === null
          ? 'Name rows with --data FILE, a suite with --suite KIND=FILE, or leave out --built-in.'
          : 'Name columns with --groups COLUMN,…, a suite with --suite KIND=FILE, or leave out --built-in.',
    },
  );
}

function nameOf({ run, model }: Subject): string {
  return run ?? model;
}

function thresholdCaveats(
  used: GroupThresholds | null,
  own: GroupThresholds | null,
  rows: AuditRows | null,
): string[] {
  if (own === null) return [];
  if (used === null) return ['This model has thresholds by group; these figures are without them.'];
  return [
    `${describeThresholds(used)}${rows === null ? '' : withoutThreshold(used, rows.examples)} Figures by group are of these decisions, with probabilities shifted so that each threshold lies at .500; swaps, templates and suites are without them. ${thresholdsCaveat}`,
  ];
}

/** What thresholds make of the rows; rows that do not say their groups stay as they are. */
function decideBy(thresholds: GroupThresholds | null, rows: AuditRows | null): Decide {
  const hasGroups =
    rows !== null &&
    thresholds !== null &&
    (typeof thresholds.groups !== 'string' || thresholds.groups in rows.examples.columns);
  if (!hasGroups) return (probabilities) => probabilities;
  return (probabilities) => thresholdedProbabilities(thresholds, rows.examples, probabilities);
}

const headlessBase =
  'The base has no classification head: only what both associate is compared, not what they answer.';

const noRows =
  'There were no rows: only built-in templates and suites were asked. Name rows with --data FILE to compare groups and swap their words.';

function toScore({ examples, gold, dependence }: AuditRows): RowsToScore {
  return {
    ...{ path: examples.path, texts: examples.texts, gold },
    rows: Int32Array.from(examples.rows),
    lines: Int32Array.from(examples.lines),
    ...(dependence === null ? {} : { dependence }),
  };
}

function sourcesOf(
  rows: AuditRows | null,
  { swaps, templates, functional }: ClassifierItems,
): AuditSource[] {
  const data: AuditSource[] =
    rows === null
      ? []
      : [
          {
            kind: 'data',
            ...{ path: rows.examples.path, hash: rows.hash, rows: rows.examples.texts.length },
          },
        ];
  return [
    ...data,
    ...swapSources(swaps.map(({ axis }) => axis)),
    ...templates.map(({ suite }) => suite.source),
    ...functional.map(({ source }) => source),
  ];
}
