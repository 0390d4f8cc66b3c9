import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ownSampleModel } from '../../config/ownSampleModel';
import { suggestConfig, type SuggestedSource } from '../../config/suggestConfig';
import { likelyPairs } from '../../data/likelyPairs';
import { nameFromData, siblingSplits } from '../../data/siblingSplits';
import { summariseDataset, type DatasetSummary } from '../../data/summariseDataset';
import { UserError } from '../../protocol/errors';
import { openAsker, type Asker } from '../ask';
import { dataFlags, rowsToRead } from '../dataOptions';
import { exitCode, type ExitCode } from '../exitCode';
import { findDataFiles, findModelFolders, sampleModels } from '../findFiles';
import { printLine, type Output } from '../output';
import type { ParsedArguments } from '../parseArguments';
import { countOf } from '../../protocol/formatNumber';
import { visible } from '../../protocol/visible';

/** Shares held out where no files are found for it. */
const usualShare = 0.1;

/** Writes a commented run config: asks what the flags leave open on a terminal, else needs a file and a model. */
export async function init(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const isTerminal = process.stdin.isTTY && output.stdout.isTTY;
  const asker = isTerminal ? openAsker(process.stdin, output.stdout) : null;
  try {
    const file = await write(given, output, asker);
    printLine(output, `Wrote ${file}.`);
    printLine(output, `  next    finetune train ${file}`);
    return exitCode.done;
  } finally {
    asker?.close();
  }
}

async function write(given: ParsedArguments, output: Output, asker: Asker | null): Promise<string> {
  const named = given.value('data') ?? given.positionals[0] ?? null;
  const data =
    named ??
    (await answered(
      asker,
      'Data file',
      findDataFiles('.')[0] ?? null,
      'a data file: finetune init FILE --model M',
    ));
  requireKind(data, 'file');
  const { source, fields } = rowsToRead(data, given, null);
  const summary = await summariseDataset(source, { fields });
  printLine(output, `${visible(data)}: ${describe(summary)}`);
  const chosen = await chooseFields(summary, data, asker, given);
  const model =
    given.value('model') ??
    (await answered(
      asker,
      'Model folder',
      defaultModel(),
      '--model, the folder of a pretrained model',
    ));
  requireKind(model, 'folder');
  const siblings = siblingSplits(data, readdirSync(path.dirname(path.resolve(data))));
  const share = siblings.validation === null ? await askShare(asker) : usualShare;
  const target = await chooseTarget(data, given, asker);
  const folder = path.dirname(path.resolve(target));
  const { format, header, columns } = dataFlags(given);
  // The files of one data set are written alike.
  const at = (place: string): SuggestedSource => ({
    path: relative(folder, place),
    format,
    header,
    columns,
  });
  const ownModel = await ownSampleModel(model, sampleModels, folder);
  if (ownModel !== model) printLine(output, `Copied the model to ${relative('.', ownModel)}.`);
  const text = suggestConfig({
    model: relative(folder, ownModel),
    train: at(data),
    validation: siblings.validation === null ? null : at(siblings.validation),
    test: siblings.test === null ? null : at(siblings.test),
    fields: chosen,
    split:
      siblings.validation === null
        ? { validation: share, test: siblings.test === null ? share : 0 }
        : { validation: 0, test: 0 },
  });
  try {
    writeFileSync(target, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw exists(target);
    throw error;
  }
  return target;
}

/** The answer of a person, or a refusal that names what is missing. */
async function answered(
  asker: Asker | null,
  question: string,
  standard: string | null,
  missing: string,
): Promise<string> {
  if (asker !== null) return asker.text(question, standard);
  throw new UserError(`Without a terminal "finetune init" needs ${missing}.`, {
    next: 'See "finetune init --help".',
  });
}

async function chooseFields(
  summary: DatasetSummary,
  file: string,
  asker: Asker | null,
  given: ParsedArguments,
): Promise<{ readonly text: string; readonly label: string | null }> {
  const { fields, reason, columns } = summary;
  const isNamed = dataFlags(given).fields.label !== null;
  if (fields?.label != null && (asker === null || isNamed)) return fields;
  if (asker === null)
    throw new UserError(reason ?? 'No column holds the label.', {
      place: { file },
      next: 'Name the columns with --fields text=COLUMN,label=COLUMN.',
    });
  const names = columns.map(({ name }) => name).join(', ');
  const pairs = likelyPairs(summary);
  const text =
    fields?.text ?? (await asker.text(`Column with the text (${names})`, pairs[0]?.text ?? null));
  const likely = pairs.find((pair) => pair.text === text)?.label ?? null;
  const label = await asker.text(`Column to predict (${names})`, fields?.label ?? likely);
  const unknown = [text, label].find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined)
    throw new UserError(`There is no column "${unknown}"; there are ${names}.`, {
      place: { file },
      next: 'Run "finetune init" again.',
    });
  return { text, label };
}

async function askShare(asker: Asker | null): Promise<number> {
  if (asker === null) return usualShare;
  const answer = await asker.text('Share of rows held out to validate, and as many to test', '0.1');
  const share = Number(answer.replace(/\s*%$/, 'e-2').replace(',', '.'));
  if (share > 0 && share < 0.5) return share;
  throw new UserError(`"${answer}" is no share.`, { next: 'Give a number such as 0.1 or 10 %.' });
}

async function chooseTarget(
  data: string,
  given: ParsedArguments,
  asker: Asker | null,
): Promise<string> {
  const asked = given.value('out');
  const standard = nameFromData(data);
  const name = asked ?? (asker === null ? standard : await asker.text('Name', standard));
  const target = /\.jsonc?$/.test(name) ? name : `${name}.finetune.json`;
  if (existsSync(target)) throw exists(target);
  return target;
}

function exists(target: string): UserError {
  return new UserError('This file exists already, and init overwrites nothing.', {
    place: { file: target },
    next: 'Choose another with --out CONFIG, or remove it.',
  });
}

function defaultModel(): string | null {
  const [first] = findModelFolders('.');
  return first === undefined ? null : path.relative('.', first);
}

function requireKind(place: string, kind: 'file' | 'folder'): void {
  const stats = statSync(place, { throwIfNoEntry: false });
  const isKind = kind === 'file' ? stats?.isFile() : stats?.isDirectory();
  if (isKind === true) return;
  throw new UserError(`There is no ${kind} ${place}.`, {
    next:
      kind === 'file'
        ? 'Give the path of a data file.'
        : 'Give a model folder in Hugging Face layout.',
  });
}

function describe({ rows, fields, labels, reason }: DatasetSummary): string {
  if (fields === null) return `${countOf(rows, 'row')}. ${reason ?? ''}`.trim();
  const names = [fields.text, fields.label].filter((name) => name !== null).map(visible);
  return `${countOf(rows, 'row')} · ${names.join(', ')} · ${countOf(labels.length, 'label')}`;
}

function relative(folder: string, place: string): string {
  return path.relative(folder, path.resolve(place)) || '.';
}
