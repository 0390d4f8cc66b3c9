import { isRecord, valueAt } from '../../../schemas/columnPath';
import type { ValuePath } from '../../../schemas/schema';
import { turnOf, turnsOf, type Speaker, type Turn } from '../../../schemas/turns';
import { deleteRow, type Fix } from '../../fix';
import type { LintedRow, Report, RowRule } from '../../rule';
import { conversationOf, intendedSpeaker, messageKeys } from './conversations';

/** L-CHT-02 and -03: what a message needs, wherever a schema has messages. */
export const messageRule: RowRule = {
  ids: ['L-CHT-02', 'L-CHT-03'],
  applies: ({ schema }) => messageKeys(schema).length > 0,
  check({ values }, { schema }, report) {
    for (const key of messageKeys(schema)) {
      const { value, path } = conversationOf(schema, values, key);
      // A single message, as pairs of preferences have, counts too; a text is none.
      const messages: readonly unknown[] = Array.isArray(value)
        ? value
        : isRecord(value)
          ? [value]
          : [];
      for (const [index, message] of messages.entries()) {
        checkMessage(message, Array.isArray(value) ? [...path, index] : path, report);
      }
    }
  },
};

/** Nothing in it but white space: with a speaker it would be an empty answer or question. */
function isBlank({ message, contentKey }: Turn): boolean {
  const content = message[contentKey];
  return typeof content === 'string' && content.trim() === '';
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** Keys under which other tools keep a message's text. */
const contentKeys = ['content', 'value', 'text', 'message'];

function checkMessage(message: unknown, path: ValuePath, report: Report): void {
  const turn = turnOf(message, path);
  if (turn === null) {
    const kind = Array.isArray(message)
      ? 'a list'
      : message === null
        ? 'null'
        : `a ${typeof message}`;
    report('L-CHT-02', {
      at: { path },
      message: `This message is ${kind}, not an object with role and content: trainers stop here. Write it as {"role": …, "content": …}, or delete the row.`,
      fixes: () => [deleteRow],
    });
    return;
  }
  checkRole(turn, report);
  checkContent(turn, report);
}

function checkRole(turn: Turn, report: Report): void {
  const { path, roleKey, role } = turn;
  if (role === null || role.trim() === '') {
    report('L-CHT-02', {
      at: { path: Object.hasOwn(turn.message, roleKey) ? [...path, roleKey] : path },
      message: `This message has no "${roleKey}": trainers cannot tell who speaks, and stop or drop the row. Say who speaks.`,
      fixes: (values) => roleFixes(values, turn),
    });
    return;
  }
  if (isKnown(turn)) return;
  const near = suggestedRole(turn);
  const known = rolesOf(turn).join(', ');
  report('L-CHT-03', {
    at: { path: [...path, roleKey] },
    message:
      `Role "${role.slice(0, 40)}" is none of ${known}: trainers refuse it or drop the row.` +
      (near === null ? ' Write one of them.' : ` Write "${near}".`),
    ...(near === null
      ? {}
      : {
          fixes: () =>
            isBlank(turn)
              ? [deleteRow]
              : [
                  {
                    type: 'set-value',
                    title: `Change to "${near}"`,
                    path: [...path, roleKey],
                    value: near,
                  },
                ],
        }),
  });
}

const messageRoles = ['system', 'user', 'assistant', 'tool'];
const shareGptRoles = ['system', 'human', 'gpt', 'function_call', 'observation'];
/** Also taken by most trainers. */
const furtherRoles: Readonly<Record<Turn['roleKey'], readonly string[]>> = {
  role: ['developer', 'function'],
  from: ['user', 'assistant', 'tool'],
};

function rolesOf({ roleKey }: Turn): readonly string[] {
  return roleKey === 'role' ? messageRoles : shareGptRoles;
}

function isKnown(turn: Turn): boolean {
  const { role, roleKey } = turn;
  return role !== null && (rolesOf(turn).includes(role) || furtherRoles[roleKey].includes(role));
}

/** The role that was probably meant, in the words of the schema. */
function suggestedRole(turn: Turn): string | null {
  const speaker = intendedSpeaker(turn);
  return speaker === 'unknown' ? null : roleFor(speaker, turn.roleKey);
}

function roleFor(speaker: Exclude<Speaker, 'unknown'>, key: Turn['roleKey']): string {
  const names: Readonly<Record<typeof speaker, readonly [role: string, from: string]>> = {
    system: ['system', 'system'],
    user: ['user', 'human'],
    assistant: ['assistant', 'gpt'],
    call: ['assistant', 'function_call'],
    tool: ['tool', 'observation'],
  };
  return names[speaker][key === 'role' ? 0 : 1];
}

/** Who speaks can be told from the messages around, where just one speaker fits between them. */
function roleFixes(values: LintedRow['values'], turn: Turn): readonly Fix[] {
  const { path, roleKey } = turn;
  const speaker = fittingSpeaker(values, path);
  // Where the text is missing as well, who spoke it does not mend the message.
  const { message, contentKey } = turn;
  const content = message[contentKey];
  const hasContent = isFilled(content) || Array.isArray(content);
  if (speaker === null || !hasContent) return [deleteRow];
  const role = roleFor(speaker, roleKey);
  const title = `Insert "${roleKey}": "${role}"`;
  return [{ type: 'set-value', title, path: [...path, roleKey], value: role }, deleteRow];
}

function fittingSpeaker(
  values: LintedRow['values'],
  path: ValuePath,
): 'system' | 'user' | 'assistant' | null {
  const index = path.at(-1);
  const list = valueAt(values, path.slice(0, -1));
  if (typeof index !== 'number' || !Array.isArray(list)) return null;
  const speakers = turnsOf(list, []).map(intendedSpeaker);
  if (speakers.length < list.length) return null;
  const [before, after] = [speakers[index - 1], speakers[index + 1]];
  const isStart = index === 0 || (index === 1 && before === 'system');
  if (before === 'user' || before === 'tool') {
    return after === undefined || after === 'user' ? 'assistant' : null;
  }
  const hasAnswer = speakers.includes('assistant') || speakers.includes('call');
  if (!hasAnswer || after === undefined) return null;
  if (index === 0 && after === 'user' && !speakers.includes('system')) return 'system';
  const isBehindAnswer = isStart || before === 'assistant';
  return isBehindAnswer && (after === 'assistant' || after === 'call') ? 'user' : null;
}

function checkContent(turn: Turn, report: Report): void {
  const { message, path, contentKey } = turn;
  const content = message[contentKey];
  if (typeof content === 'string' || Array.isArray(content)) return;
  const hasCalls =
    (Array.isArray(message.tool_calls) && message.tool_calls.length > 0) ||
    isRecord(message.function_call);
  const isNothing = content === null || content === undefined;
  if (isNothing && hasCalls) return;
  if (!isNothing) {
    report('L-CHT-02', {
      at: { path: [...path, contentKey] },
      message: `"${contentKey}" is ${isRecord(content) ? 'an object' : `a ${typeof content}`}, not text: trainers stop here. Write it as text.`,
      ...(isRecord(content)
        ? {}
        : {
            fixes: () => [
              {
                type: 'set-value',
                title: 'Write it as text',
                path: [...path, contentKey],
                value: JSON.stringify(content),
              },
            ],
          }),
    });
    return;
  }
  const other = contentKeys.find((key) => key !== contentKey && isFilled(message[key]));
  report('L-CHT-02', {
    at: { path: Object.hasOwn(message, contentKey) ? [...path, contentKey] : path },
    message: `This message has no "${contentKey}": trainers stop here, or train on an empty turn. ${
      other === undefined ? 'Fill it in, or delete the row.' : `Rename "${other}".`
    }`,
    fixes: () =>
      other === undefined || Object.hasOwn(message, contentKey)
        ? [deleteRow]
        : [
            {
              type: 'rename-key',
              title: `Rename "${other}" to "${contentKey}"`,
              path: [...path, other],
              to: contentKey,
            },
            deleteRow,
          ],
  });
}
