import type { AuditOptions } from '../../audit/auditOptions';
import type { Findings } from '../../audit/report/finishReport';
import type { SeatTest } from '../../audit/seat/seatFile';
import type { MeasuredCheck } from '../../audit/statistics/judge';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import {
  auditClassifier,
  classifierItems,
  type ClassifierItems,
  type RowsToScore,
} from '../../trainer/audit/auditClassifier';
import { auditEncoder } from '../../trainer/audit/auditEncoder';
import { createPredictor } from '../../trainer/audit/predictor';
import { encoderOf } from '../../trainer/inference/embed';
import { loadClassifier, type Classifier } from '../../trainer/inference/loadClassifier';
import type { Subject } from '../findRun';
import type { AuditRequest } from './auditArguments';
import { auditBase, baseChanges } from './auditBase';
import type { AuditProgress } from './auditProgress';
import { auditRows, type AuditRows } from './auditRows';
import { seatCaveats } from './encoderFindings';
import {
  functionalSuites,
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
  const { suites, groups } = request;
  // note: what the user gave is read before the model, so that a mistake is told at once.
  const tests = seatTests(suites);
  const [templates, functional] = [await templateSuites(suites), await functionalSuites(suites)];
  const classifier = await loadClassifier(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const { labels, finetune } = classifier;
    const base = request.base === null ? null : await auditBase(request.base, labels);
    const rows = await auditRows(request.data, { ofRun: finetune, labels, groups });
    if (rows === null && groups.length > 0)
      throw new UserError(
        '--groups names columns of rows, and this model does not say what data it was made for.',
        {
          place: { file: subject.model },
          next: 'Name the rows with --data FILE.',
        },
      );
    const items = classifierItems({
      ...{ rows: rows === null ? null : toScore(rows), groups: rows?.groups ?? [] },
      ...{ templates, functional, seed: options.seed },
    });
    const predictor = createPredictor(classifier);
    const onPredicted = progress.phase(`Predicting ${formatCount(items.texts.length)} texts`);
    await predictor.predict(items.texts, { signal: options.signal, onProgress: onPredicted });
    const onJudged = progress.phase('Comparing');
    const found = await auditClassifier(predictor, items, { ...options, onProgress: onJudged });
    const seat = await associations(classifier, tests, options, progress);
    const changes =
      base === null ? [] : await baseChanges(base, { after: predictor, items, options, progress });
    return {
      subject: nameOf(subject),
      kind: 'classifier',
      checks: [...found.checks, ...seat],
      ...{ base: base === null ? null : nameOf(base), changes, coverage: found.coverage },
      sources: [...sourcesOf(rows, items), ...(await seatSources(tests))],
      caveats: [
        ...(rows === null ? [noRows] : []),
        ...(finetune?.thresholds === undefined ? [] : [withoutThresholds]),
        ...found.caveats,
        ...(tests.length > 0 ? seatCaveats : []),
      ],
      split: rows?.split ?? null,
      data: rows === null ? null : { path: rows.examples.path, hash: rows.hash },
    };
  } finally {
    await classifier.dispose();
  }
}

function nameOf({ run, model }: Subject): string {
  return run ?? model;
}

const withoutThresholds =
  'This model has thresholds by group; these figures are without them. "finetune evaluate --groups" decides by them.';

const noRows =
  'There were no rows: only built-in templates and suites were asked. Name rows with --data FILE to compare groups and swap their words.';

function toScore({ examples, gold }: AuditRows): RowsToScore {
  return {
    ...{ path: examples.path, texts: examples.texts, gold },
    rows: Int32Array.from(examples.rows),
    lines: Int32Array.from(examples.lines),
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

async function associations(
  classifier: Classifier,
  tests: readonly SeatTest[],
  options: AuditOptions,
  progress: AuditProgress,
): Promise<MeasuredCheck[]> {
  if (tests.length === 0) return [];
  const encoder = encoderOf(classifier);
  try {
    const onProgress = progress.phase('Testing associations');
    return await auditEncoder(encoder, tests, { ...options, onProgress });
  } finally {
    await encoder.dispose();
  }
}
