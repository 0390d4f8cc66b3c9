import { nearestBy, plainWord } from '../protocol/nearestWord';
import { allKeyPaths, keysAt } from './jsonSchema';

/** Names other tools use for our keys. */
const knownElsewhere: Readonly<Record<string, string>> = {
  numtrainepochs: 'training.epochs',
  lr: 'training.learningRate',
  perdevicetrainbatchsize: 'training.batchSize',
  trainbatchsize: 'training.batchSize',
  microbatchsize: 'training.batchSize',
  maxseqlength: 'training.maxLength',
  maxseqlen: 'training.maxLength',
  sequencelen: 'training.maxLength',
  lrscheduler: 'training.schedule',
  lrschedulertype: 'training.schedule',
  scheduler: 'training.schedule',
  warmup: 'training.warmupRatio',
  maxgradnorm: 'training.gradientClip',
  gradientaccumulationsteps: 'training.gradientAccumulation',
  labelsmoothingfactor: 'regularization.labelSmoothing',
  evalsteps: 'evaluation.everySteps',
  savesteps: 'checkpoints.everySteps',
  savetotallimit: 'checkpoints.keep',
  metricforbestmodel: 'evaluation.best',
  earlystoppingpatience: 'regularization.earlyStopping.patience',
  outputdir: 'output',
  basemodel: 'model',
  modelnameorpath: 'model',
  datasets: 'data',
  dataset: 'data',
  trainfile: 'data.train',
  validationfile: 'data.validation',
  testfile: 'data.test',
  regularisation: 'regularization',
};

/** The key probably meant by an unknown one: dotted from the root; null when nothing is near. */
export function nearestKey(path: readonly string[]): string | null {
  const name = path.at(-1) ?? '';
  const section = path.slice(0, -1);
  const plain = plainWord(name);
  if (Object.hasOwn(knownElsewhere, plain)) return knownElsewhere[plain] ?? null;
  const here = keysAt(section).map((key) => [...section, key]);
  const lastOf = (key: readonly string[]): string => key.at(-1) ?? '';
  const near = nearestBy(name, here, lastOf) ?? nearestBy(name, allKeyPaths(), lastOf);
  return near?.join('.') ?? null;
}
