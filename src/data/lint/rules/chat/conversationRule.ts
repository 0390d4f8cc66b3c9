import type { ValuePath } from '../../../schemas/schema';
import { isMasked, type Turn } from '../../../schemas/turns';
import { deleteRow } from '../../fix';
import type { LintContext, Report, RowRule } from '../../rule';
import { conversationKey, conversationOf, intendedSpeaker, isAnswer } from './conversations';
import { mergeFixes, systemFixes, tailFixes } from './conversationFixes';
import { formatCount } from '../../../../protocol/formatNumber';

/** L-CHT-01 and -04 to -07: a conversation as a whole. */
export const conversationRule: RowRule = {
  ids: ['L-CHT-01', 'L-CHT-04', 'L-CHT-05', 'L-CHT-06', 'L-CHT-07'],
  applies: ({ schema }) => conversationKey(schema) !== null || schema.name === 'preference',
  check({ values }, context, report) {
    const key = conversationKey(context.schema);
    if (key === null) {
      checkRankedPrompt(values, context, report);
      return;
    }
    const { value, path, turns } = conversationOf(context.schema, values, key);
    if (!Array.isArray(value) || value.length === 0) {
      report('L-CHT-01', {
        at: { path },
        message: `"${path.join('.')}" ${absence(value)}: trainers stop here, or drop the row. Fill in the conversation, or delete the row.`,
        fixes: () => [deleteRow],
      });
      return;
    }
    // What is no message, or spoken by nobody knows whom, has findings of its own.
    const areMessages = turns.length === value.length;
    const isClear = areMessages && turns.every((turn) => intendedSpeaker(turn) !== 'unknown');
    checkAnswer(turns, path, isClear, report);
    checkSystem(turns, path, report);
    if (!areMessages) return;
    checkAlternation(turns, report);
    checkEnd(turns, report);
  },
};

function absence(value: unknown): string {
  if (value === undefined) return 'is missing';
  if (value === null) return 'is null';
  if (Array.isArray(value)) return 'is empty';
  return `is ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}, not a list of messages`;
}

function checkAnswer(
  turns: readonly Turn[],
  path: ValuePath,
  isClear: boolean,
  report: Report,
): void {
  const answers = turns.filter((turn) => isAnswer(intendedSpeaker(turn)));
  if (answers.some((turn) => !isMasked(turn))) return;
  // An unknown role may be the assistant's.
  if (!isClear && answers.length === 0) return;
  const why =
    answers.length === 0
      ? "No message is the assistant's"
      : 'The row itself takes every answer out of the loss';
  report('L-CHT-04', {
    at: { path },
    message: `${why}: the row trains on 0 tokens. Add an answer, or delete the row.`,
    fixes: () => [deleteRow],
  });
}

function checkSystem(turns: readonly Turn[], path: ValuePath, report: Report): void {
  const systems = turns.filter((turn) => intendedSpeaker(turn) === 'system');
  const [first, ...others] = systems;
  if (first === undefined) return;
  const isFirst = turns[0] === first;
  const [wrong, ...more] = isFirst ? others : systems;
  if (wrong === undefined) return;
  const message =
    systems.length > 1
      ? `There are ${systems.length} system messages: most chat templates take one, at the start, and refuse the others. Merge them into the first message.`
      : 'The system message is not the first: most chat templates refuse it or leave it out. Move it to the start.';
  report('L-CHT-05', {
    at: { path: wrong.path },
    more: more.map((turn) => ({ path: turn.path })),
    message,
    fixes: (values) => systemFixes(values, path),
  });
}

/** Two turns of one speaker in a row, system messages left aside; several tool results and several calls may follow. */
function checkAlternation(turns: readonly Turn[], report: Report): void {
  const spoken = turns.filter((turn) => intendedSpeaker(turn) !== 'system');
  for (let at = 1; at < spoken.length; at += 1) {
    const speaker = repeatable(spoken[at]);
    if (speaker === null || speaker !== repeatable(spoken[at - 1])) continue;
    let end = at + 1;
    while (end < spoken.length && repeatable(spoken[end]) === speaker) end += 1;
    const group = spoken.slice(at - 1, end);
    const [, second, ...rest] = group;
    if (second === undefined) continue;
    const role = second.role ?? speaker;
    report('L-CHT-06', {
      at: { path: second.path },
      more: rest.map((turn) => ({ path: turn.path })),
      message: `${formatCount(group.length)} turns of "${role.slice(0, 40)}" in a row: trainers that expect turns to alternate drop the row. Merge them, or add what is missing between them.`,
      fixes: (values) =>
        mergeFixes(
          values,
          group.map((turn) => turn.path),
        ),
    });
    at = end;
  }
}

/** Who must not speak twice in a row; null: this turn may be followed by another of its kind. */
function repeatable(turn: Turn | undefined): 'user' | 'assistant' | null {
  if (turn === undefined) return null;
  const speaker = intendedSpeaker(turn);
  if (speaker === 'user') return 'user';
  const hasCalls = turn.message.tool_calls !== undefined && turn.message.tool_calls !== null;
  return speaker === 'assistant' && !hasCalls ? 'assistant' : null;
}

/** note: a system message at the end is out of its place, which is said already. */
function checkEnd(all: readonly Turn[], report: Report): void {
  const turns = all.filter((turn) => intendedSpeaker(turn) !== 'system');
  const last = turns.at(-1);
  // A turn of nobody knows whom may be an answer.
  const lastAnswer = turns.findLastIndex((turn) => {
    const speaker = intendedSpeaker(turn);
    return isAnswer(speaker) || speaker === 'unknown';
  });
  if (last === undefined || lastAnswer < 0 || lastAnswer === turns.length - 1) return;
  const tail = turns.slice(lastAnswer + 1);
  report('L-CHT-07', {
    at: { path: last.path },
    message: `The conversation ends with "${(last.role ?? '').slice(0, 40)}": nothing is trained behind the last answer, and trainers that expect whole exchanges drop the row. Remove what follows the last answer, or add one.`,
    fixes: () => tailFixes(tail.map((turn) => turn.path)),
  });
}

/** Of ranked answers, the prompt must leave the next turn to the assistant. */
function checkRankedPrompt(
  values: Readonly<Record<string, unknown>>,
  { schema }: LintContext,
  report: Report,
): void {
  const { turns } = conversationOf(schema, values, 'prompt');
  const last = turns.at(-1);
  if (last === undefined || !isAnswer(intendedSpeaker(last))) return;
  report('L-CHT-07', {
    at: { path: last.path },
    message:
      'The prompt ends with an answer, and chosen and rejected are answers too: trainers that count turns drop the row. End the prompt with a question.',
  });
}
