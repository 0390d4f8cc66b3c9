import { realpathSync } from 'node:fs';
import type { AuditOptions } from '../../audit/auditOptions';
import { baseNotes } from '../../audit/changes/baseNotes';
import type { MeasuredChange } from '../../audit/changes/judgeChanges';
import type { SeatTest } from '../../audit/seat/seatFile';
import type { BaseNote } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import type { GroupThresholds } from '../../protocol/mitigationConfig';
import {
  decided,
  scoreRows,
  type ClassifierItems,
  type Decide,
} from '../../trainer/audit/auditClassifier';
import { compareClassifiers } from '../../trainer/audit/compareClassifiers';
import { createPredictor, labelColumns, type Predictor } from '../../trainer/audit/predictor';
import { loadClassifier } from '../../trainer/inference/loadClassifier';
import { hasHead, readModelFolder } from '../../trainer/modelFolder/loadModel';
import { findSubject, type Subject } from '../findRun';
import type { AuditRequest } from './auditArguments';
import type { AuditProgress } from './auditProgress';

/**
 * The model to compare with; one without a head is compared by association tests alone.
 * @param asked the labels of the model that is audited, and the association tests
 * @throws UserError for one that gives no labels, or others
 */
export async function auditBase(
  named: string,
  { labels, tests }: { readonly labels: readonly string[]; readonly tests: readonly SeatTest[] },
): Promise<Subject> {
  const base = await findSubject(named);
  if (!hasHead(base.model)) {
    if (tests.length > 0) return base;
    throw new UserError('--base has no classification head: it gives no answers to compare with.', {
      place: { file: base.model },
      next: 'Name a run, or a model folder with a trained head; or compare what both associate with --built-in seat.',
    });
  }
  const { labels: own } = readModelFolder(base.model, { labels: null, dropout: 0, seed: 0 });
  labelColumns({ labels: own, folder: base.model }, labels);
  return base;
}

/** What a reader should know of the base before quoting a change: a checkpoint stands for it, or it is what is audited. */
export function subjectNotes(base: Subject | null, audited: Subject): BaseNote[] {
  if (base === null) return [];
  const isSame = realpathSync(base.model) === realpathSync(audited.model);
  return [
    ...(isSame ? [{ kind: 'same', text: itself } as const] : []),
    ...(base.note === null ? [] : [{ kind: 'other', text: `Of the base: ${base.note}` } as const]),
  ];
}

const itself =
  'The base is the model that is audited itself: nothing can have changed between them.';

/** The base is asked all that the other model was asked. */
export async function baseChanges(
  base: Subject,
  asked: {
    readonly after: Predictor;
    readonly items: ClassifierItems;
    readonly options: AuditOptions;
    readonly progress: AuditProgress;
    readonly request: AuditRequest;
    /** How the audited model decides about the rows. */
    readonly decide: Decide;
    /** The same of the base's own thresholds. */
    readonly decideBy: (thresholds: GroupThresholds | null) => Decide;
  },
): Promise<{ readonly changes: MeasuredChange[]; readonly notes: BaseNote[] }> {
  const { after, items, options, progress, request } = asked;
  const classifier = await loadClassifier(base.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const before = createPredictor(classifier, after.labels);
    const onPredicted = progress.phase(
      `Predicting ${formatCount(items.texts.length)} texts with the base`,
    );
    await before.predict(items.texts, { signal: options.signal, onProgress: onPredicted });
    const onProgress = progress.phase('Comparing with the base');
    const own = request.data.has('no-thresholds') ? undefined : classifier.finetune?.thresholds;
    const decide = { before: asked.decideBy(own ?? null), after: asked.decide };
    const given = { ...options, onProgress, decide };
    const changes = await compareClassifiers({ before, after }, items, given);
    const { rows } = items;
    if (rows === null) return { changes, notes: [] };
    const old = decided(await scoreRows(before, rows), decide.before);
    const young = decided(await scoreRows(after, rows), decide.after);
    return { changes, notes: await baseNotes(old, young, options) };
  } finally {
    await classifier.dispose();
  }
}
