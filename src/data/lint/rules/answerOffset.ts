import { codePointsIn, codeUnitAt } from '../../schemas/codePoints';
import { isRecord, valueAt } from '../../schemas/columnPath';
import { columnOf } from '../../schemas/partsOf';
import type { ValuePath } from '../../schemas/schema';
import { deleteRow, type Fix } from '../fix';
import type { LintedRow, Report, RowRule } from '../rule';
import { formatCount } from '../../../protocol/formatNumber';

/** An answer as a row has it, however the row writes it. */
interface Answer {
  readonly text: unknown;
  readonly textPath: ValuePath;
  readonly start: unknown;
  readonly startPath: ValuePath;
}

/** L-QA-01: an answer stands in the context where its offset says, counted in code points as Python counts. */
export const answerOffsetRule: RowRule = {
  ids: ['L-QA-01'],
  applies: ({ schema }) => schema.name === 'question-answering',
  check({ values }, { schema }, report) {
    const [context, contextPath] = columnOf(schema, values, 'context');
    const [value, path] = columnOf(schema, values, 'answers');
    if (typeof context !== 'string') return;
    for (const answer of answersOf(value, path, report)) {
      checkAnswer(answer, context, contextPath, report);
    }
  },
};

/** SQuAD's `{text: […], answer_start: […]}`, or a list of `{text, answer_start}`; a bare text has no offset to check. */
function answersOf(value: unknown, path: ValuePath, report: Report): readonly Answer[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) =>
      isRecord(each) ? [answerAt(each.text, each.answer_start, [...path, index])] : [],
    );
  }
  if (!isRecord(value) || !Array.isArray(value.text)) return [];
  const texts: readonly unknown[] = value.text;
  const starts: readonly unknown[] = Array.isArray(value.answer_start) ? value.answer_start : [];
  if (texts.length !== starts.length) {
    report('L-QA-01', {
      at: { path: [...path, Array.isArray(value.answer_start) ? 'answer_start' : 'text'] },
      message: `There are ${formatCount(texts.length)} answers and ${formatCount(starts.length)} offsets: trainers pair the wrong ones, or stop. Give each answer its offset.`,
      fixes: () => [deleteRow],
    });
    return [];
  }
  return texts.map((text, index) => ({
    text,
    textPath: [...path, 'text', index],
    start: starts[index],
    startPath: [...path, 'answer_start', index],
  }));
}

function answerAt(text: unknown, start: unknown, path: ValuePath): Answer {
  return {
    ...{ text, start },
    textPath: [...path, 'text'],
    startPath: [...path, 'answer_start'],
  };
}

function checkAnswer(
  { text, textPath, start, startPath }: Answer,
  context: string,
  contextPath: ValuePath,
  report: Report,
): void {
  if (typeof text !== 'string') return;
  const isOffset = typeof start === 'number' && Number.isInteger(start) && start >= 0;
  if (isOffset && text !== '' && context.startsWith(text, codeUnitAt(context, start))) return;
  const wanted = isOffset ? start : 0;
  const nearest = text === '' ? null : nearestStart(context, text, wanted);
  if (nearest === null) {
    report('L-QA-01', {
      at: { path: textPath },
      message:
        text === ''
          ? 'The answer is empty: there is no span to train on. Fill it in, or leave the list of answers empty.'
          : 'The context does not contain this answer: trainers drop the row or train on another span. Correct the answer or the context, or delete the row.',
      fixes: () => [deleteRow],
    });
    return;
  }
  report('L-QA-01', {
    at: { path: startPath },
    message: `${whatIsThere(start, context, text)} The answer begins at character ${nearest}. Trainers cut the span by this number: write ${nearest}.`,
    fixes: (values) => realign(values, { textPath, startPath, contextPath }, wanted),
  });
}

/** Says what the offset means, where that tells how it came about. */
function whatIsThere(start: unknown, context: string, text: string): string {
  if (start === undefined || start === null) return 'The answer has no offset.';
  if (typeof start !== 'number' || !Number.isInteger(start) || start < 0) {
    return 'The offset is no whole number from 0 on.';
  }
  if (context.startsWith(text, start)) {
    return `Offset ${start} counts UTF-16 code units, not characters as Python does.`;
  }
  if (Buffer.byteLength(context) > context.length) {
    const bytes = Buffer.from(context).subarray(start, start + Buffer.byteLength(text));
    if (bytes.equals(Buffer.from(text))) {
      return `Offset ${start} counts bytes, not characters.`;
    }
  }
  const at = codeUnitAt(context, start);
  const there = context.slice(at, at + Math.min(text.length, 30));
  return there === ''
    ? `Offset ${start} lies behind the end of the context.`
    : `At ${start} stands "${there}".`;
}

/** The code point at which the answer begins, of several places the one nearest to where it should. */
function nearestStart(context: string, text: string, wanted: number): number | null {
  let best: number | null = null;
  for (let at = context.indexOf(text); at >= 0; at = context.indexOf(text, at + 1)) {
    const start = codePointsIn(context, at);
    if (best !== null && Math.abs(start - wanted) >= Math.abs(best - wanted)) break;
    best = start;
  }
  return best;
}

function realign(
  values: LintedRow['values'],
  paths: Readonly<Record<'textPath' | 'startPath' | 'contextPath', ValuePath>>,
  wanted: number,
): readonly Fix[] {
  const [text, context] = [valueAt(values, paths.textPath), valueAt(values, paths.contextPath)];
  if (typeof text !== 'string' || typeof context !== 'string') return [];
  const value = nearestStart(context, text, wanted);
  if (value === null) return [];
  return [
    { type: 'set-value', title: `Change the offset to ${value}`, path: paths.startPath, value },
    deleteRow,
  ];
}
