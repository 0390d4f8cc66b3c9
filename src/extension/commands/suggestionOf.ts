import type { Suggestion } from '../../config/suggestConfig';
import { relativePath } from '../runs/configTextOf';
import type { FieldPair } from '../../data/likelyPairs';
import type { SplitAnswer } from './newRunQuestions';

/** What the questions of "New run config" found out; paths are absolute. */
export interface Answers {
  readonly file: string;
  readonly fields: FieldPair;
  readonly model: string;
  readonly split: SplitAnswer;
}

/** The answers as a suggestion for a config in `folder`, with paths relative to it. */
export function suggestionOf(folder: string, { file, fields, model, split }: Answers): Suggestion {
  const at = (target: string): { readonly path: string } => ({
    path: relativePath(folder, target),
  });
  const base = { model: relativePath(folder, model), train: at(file), fields };
  if (split.type === 'ratio') {
    return { ...base, split: { validation: split.validation, test: split.test } };
  }
  const test = split.test === null ? null : at(split.test);
  // note: without a test file nothing is cut for one: the validation split is what counts then.
  return { ...base, validation: at(split.validation), test, split: { validation: 0, test: 0 } };
}
