import type { AuditOptions } from '../../audit/auditOptions';
import type { MeasuredChange } from '../../audit/changes/judgeChanges';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import type { ClassifierItems } from '../../trainer/audit/auditClassifier';
import { compareClassifiers } from '../../trainer/audit/compareClassifiers';
import { createPredictor, labelColumns, type Predictor } from '../../trainer/audit/predictor';
import { loadClassifier } from '../../trainer/inference/loadClassifier';
import { hasHead, readModelFolder } from '../../trainer/modelFolder/loadModel';
import { findSubject, type Subject } from '../findRun';
import type { AuditProgress } from './auditProgress';

/**
 * The model to compare with.
 * @param labels those of the model that is audited
 * @throws UserError for one that gives no labels, or others
 */
export async function auditBase(named: string, labels: readonly string[]): Promise<Subject> {
  const base = await findSubject(named);
  if (!hasHead(base.model))
    throw new UserError('--base has no classification head: it gives no answers to compare with.', {
      place: { file: base.model },
      next: 'Name a run, or a model folder with a trained head.',
    });
  const { labels: own } = readModelFolder(base.model, { labels: null, dropout: 0, seed: 0 });
  labelColumns({ labels: own, folder: base.model }, labels);
  return base;
}

/** The base is asked all that the other model was asked. */
export async function baseChanges(
  base: Subject,
  asked: {
    readonly after: Predictor;
    readonly items: ClassifierItems;
    readonly options: AuditOptions;
    readonly progress: AuditProgress;
  },
): Promise<MeasuredChange[]> {
  const { after, items, options, progress } = asked;
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
    return await compareClassifiers({ before, after }, items, { ...options, onProgress });
  } finally {
    await classifier.dispose();
  }
}
