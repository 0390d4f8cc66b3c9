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
  const name = plain(path.at(-1) ?? '');
  const section = path.slice(0, -1);
  const known = knownElsewhere[name];
  if (known !== undefined) return known;
  const here = keysAt(section).map((key) => [...section, key]);
  return nearest(name, here) ?? nearest(name, allKeyPaths());
}

/** The nearest of some words, for values: null when none is near. */
export function nearestWord(word: string, words: readonly string[]): string | null {
  const begun = words.find((candidate) => plain(candidate).startsWith(plain(word)));
  if (begun !== undefined && word.length > 1) return begun;
  return nearest(
    plain(word),
    words.map((candidate) => [candidate]),
  );
}

function nearest(name: string, candidates: readonly (readonly string[])[]): string | null {
  let best: readonly string[] | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(name, plain(candidate.at(-1) ?? ''));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  const allowed = name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3;
  return best !== null && bestDistance <= allowed ? best.join('.') : null;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(substitution, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? Infinity;
}
