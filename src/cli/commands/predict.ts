import type { PredictionLine } from '../../protocol/reports';
import { UserError } from '../../protocol/errors';
import { loadExamples, type Examples, type KeptColumn } from '../../data/loadExamples';
import { classify } from '../../trainer/inference/classify';
import { loadClassifier, type Classifier } from '../../trainer/inference/loadClassifier';
import {
  describeThresholds,
  withoutThreshold,
  thresholdedProbabilities,
} from '../../trainer/mitigation/groupThresholds';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { rowsToRead } from '../dataOptions';
import { exitCode, type ExitCode } from '../exitCode';
import { findSubject } from '../findRun';
import { printJson, printLine, widthOf, type Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';
import { storedThresholds, thresholdColumns, withThresholdColumn } from '../storedThresholds';
import { formatMetric } from '../../protocol/formatNumber';
import { cut } from '../terminal/visibleText';
import { visible } from '../../protocol/visible';
import { bar } from '../terminal/liveLine';
import { table } from '../terminal/table';

/** Rows between two writes: large enough for batches of like length, small enough to show that it works. */
const rowsAtOnce = 512;

/** Labels one text, or each row of a file. */
export async function predict(given: ParsedArguments, output: Output): Promise<ExitCode> {
  if (given.has('out-of-fold')) {
    refuseOthers(given);
    // note: loaded only here, since predicting needs no trainer.
    const { outOfFold } = await import('../outOfFold/outOfFold');
    return outOfFold(given, output);
  }
  const named = required(given, 'predict', 'a run or a model folder');
  const [text, input] = [given.value('text'), given.value('input')];
  if ((text === null) === (input === null))
    throw new UserError('"finetune predict" needs either --text or --input.', {
      next: 'Write --text "…" for one text, --input FILE for a file of rows.',
    });
  const subject = await findSubject(named);
  if (subject.note !== null) output.stderr.write(`${subject.note}\n`);
  const classifier = await loadClassifier(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  const stored = storedThresholds(given, classifier.finetune);
  const isUnknown = input === null && typeof stored?.groups === 'string';
  const thresholds = isUnknown ? null : stored;
  if (isUnknown)
    output.stderr.write(
      `Note: this model decides by thresholds for groups of a column, which one text does not have: the likeliest label is shown.\n`,
    );
  const print = given.has('json') ? printAsJson : input === null ? printBars : printRow;
  const { texts, rows, columns } =
    input === null
      ? { texts: [text ?? ''], rows: [1], columns: {} }
      : await withThresholdColumn(thresholds, () =>
          readInput(input, given, classifier, thresholdColumns(thresholds)),
        );
  if (thresholds !== null)
    output.stderr.write(
      `${describeThresholds(thresholds)}${withoutThreshold(thresholds, { texts, columns })} ${thresholdsCaveat}\n`,
    );
  for (let start = 0; start < texts.length && output.lost() === null; start += rowsAtOnce) {
    const part = texts.slice(start, start + rowsAtOnce);
    const own = Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [
        name,
        values.slice(start, start + rowsAtOnce),
      ]),
    );
    const probabilities = await probabilitiesOf(classifier, part);
    const shifted =
      thresholds === null
        ? probabilities
        : thresholdedProbabilities(thresholds, { texts: part, columns: own }, probabilities);
    const { labels } = classifier;
    for (const index of part.keys()) {
      const scores = scoresOf(labels, probabilities, index);
      const best = scoresOf(labels, shifted, index)[0]?.[0] ?? '';
      const line: PredictionLine = {
        row: rows[start + index] ?? start + index + 1,
        prediction: best,
        scores: Object.fromEntries(scores),
      };
      print(output, line, part[index] ?? '');
    }
  }
  await classifier.dispose();
  return exitCode.done;
}

/** What belongs to predicting with a model that is there. */
function refuseOthers(given: ParsedArguments): void {
  const flag = ['input', 'text', 'fields', 'format', 'columns', 'no-header'].find((each) =>
    given.has(each),
  );
  const other = flag === undefined ? given.positionals[0] : `--${flag}`;
  if (other === undefined) return;
  throw new UserError(`${other} does not go together with --out-of-fold.`, {
    next: 'The run config says which rows: leave it out.',
  });
}

async function readInput(
  file: string,
  given: ParsedArguments,
  { finetune }: Classifier,
  columns: readonly KeptColumn[],
): Promise<Pick<Examples, 'texts' | 'rows' | 'columns'>> {
  const { source, fields, usual } = rowsToRead(file, given, finetune);
  return loadExamples(source, { fields, usual, needsLabel: false, columns });
}

/** [texts, labels] */
async function probabilitiesOf(
  classifier: Classifier,
  texts: readonly string[],
): Promise<Float32Array> {
  const { probabilities } = await classify(classifier, texts);
  if (probabilities.every(Number.isFinite)) return probabilities;
  throw new UserError('The model answers with no finite numbers.', {
    place: { file: classifier.folder },
    next: 'Its weights have diverged or are damaged: use an earlier checkpoint, or train with a lower learning rate.',
  });
}

/** Labels with their probabilities in a row, the likeliest first. */
function scoresOf(
  labels: readonly string[],
  probabilities: Float32Array,
  row: number,
): (readonly [label: string, probability: number])[] {
  return (
    labels
      .map((label, id) => [label, probabilities[row * labels.length + id] ?? 0] as const)
      // note: ties keep the order of the ids, as argmax does.
      .sort((a, b) => b[1] - a[1])
  );
}

type Print = (output: Output, line: PredictionLine, text: string) => void;

const printAsJson: Print = (output, line) => {
  printJson(output, line);
};

/** One text: a bar a label. */
const printBars: Print = (output, { prediction, scores }) => {
  printLine(output, visible(prediction));
  const columns = [
    { head: 'label', align: 'left', most: 40 },
    { head: '', align: 'left' },
    { head: 'score', align: 'right' },
  ] as const;
  const rows = Object.entries(scores).map(([label, score]) => [
    visible(label),
    bar(score, 20),
    formatMetric(score),
  ]);
  for (const line of table(columns, rows, widthOf(output)).slice(1)) printLine(output, `  ${line}`);
};

/** A file: row, label, score, and as much of the text as fits. */
const printRow: Print = (output, { row, prediction, scores }, text) => {
  const head = `${String(row).padStart(6)}  ${visible(prediction)}  ${formatMetric(scores[prediction] ?? 0)}  `;
  printLine(output, cut(head + visible(text), widthOf(output)));
};
