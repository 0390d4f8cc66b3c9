import { statSync } from 'node:fs';
import path from 'node:path';
import { hashFile } from '../../data/hashFile';
import { probabilitiesOf, readProbabilities } from '../../data/labelErrors/readProbabilities';
import type { RowProbabilities } from '../../data/lint/rule';
import { loadExamples } from '../../data/loadExamples';
import { UserError } from '../../protocol/errors';
import { readRecord } from '../../runs/runRecord';
import { findRun, findSubject } from '../findRun';
import { rowsToRead } from '../dataOptions';
import type { ParsedArguments } from '../parseArguments';

/**
 * What --probabilities names: a file of predictions, or a run that is asked now.
 * @throws UserError for a run that was trained on the very file: of its own training rows a model doubts none
 */
export async function probabilitiesFor(
  named: string,
  file: string,
  given: ParsedArguments,
): Promise<RowProbabilities> {
  if (statSync(named, { throwIfNoEntry: false })?.isFile() === true)
    return readProbabilities(named);
  const run = await findRun(named);
  await refuseTrained(run, file);
  return askRun(named, file, given);
}

async function refuseTrained(run: string, file: string): Promise<void> {
  const { name, datasets } = readRecord(run);
  const hash = await hashFile(file);
  const trained = datasets.find(
    (each) =>
      each.split === 'train' &&
      (each.hash === hash || path.resolve(each.path) === path.resolve(file)),
  );
  if (trained === undefined) return;
  throw new UserError(
    `The run ${name} was trained on this file: it has learnt the wrong labels too and would doubt none.`,
    {
      place: { file },
      next: 'Let "finetune predict --out-of-fold CONFIG" write probabilities of runs that do not know the rows, and name that file.',
    },
  );
}

async function askRun(
  named: string,
  file: string,
  given: ParsedArguments,
): Promise<RowProbabilities> {
  const { model } = await findSubject(named);
  // note: loaded only here, since lint without a run must start without an engine.
  const { loadClassifier } = await import('../../trainer/inference/loadClassifier');
  const { classify } = await import('../../trainer/inference/classify');
  const classifier = await loadClassifier(model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const { labels, finetune } = classifier;
    const { source, fields, usual } = rowsToRead(file, given, finetune);
    const { texts, rows } = await loadExamples(source, { fields, usual, needsLabel: false });
    const { probabilities } = await classify(classifier, texts);
    const places = new Map(rows.map((row, index) => [row, index * labels.length]));
    return probabilitiesOf(labels, places, Float64Array.from(probabilities));
  } finally {
    await classifier.dispose();
  }
}
