import { parseArgs } from 'node:util';
import { UserError } from '../protocol/errors';
import type { Command } from './command';

/** What stands after the command's name. */
export interface ParsedArguments {
  readonly positionals: readonly string[];
  readonly isHelp: boolean;
  has(flag: string): boolean;
  /** The value of a flag that takes one; null when it is not there. */
  value(flag: string): string | null;
  values(flag: string): readonly string[];
}

/** @throws UserError for what the command does not know */
export async function parseArguments(
  name: string,
  command: Command,
  given: readonly string[],
): Promise<ParsedArguments> {
  const known = Object.keys(command.flags);
  const parsed = parse(name, command, given);
  for (const token of parsed.tokens) {
    if (token.kind !== 'option' || token.name === 'help') continue;
    const flag = Object.hasOwn(command.flags, token.name) ? command.flags[token.name] : undefined;
    if (flag === undefined) throw await unknownFlag(name, token.rawName, known);
    if (flag.type === 'boolean' && token.value !== undefined)
      throw new UserError(`${token.rawName} takes no value.`, { next: helpOf(name) });
    if (flag.type === 'string' && (token.value === undefined || token.value === ''))
      throw new UserError(`${token.rawName} needs a value: ${flag.value ?? 'VALUE'}.`, {
        next: helpOf(name),
      });
  }
  const { values, positionals } = parsed;
  const isHelp = values.help === true;
  const extra = positionals[command.arguments];
  if (extra !== undefined && !isHelp)
    throw new UserError(`"finetune ${name}" does not know what to do with "${extra}".`, {
      next: helpOf(name),
    });
  const texts = (flag: string): string[] => {
    const value = values[flag];
    return [value].flat().filter((item) => typeof item === 'string');
  };
  return {
    positionals,
    isHelp,
    has: (flag) => values[flag] !== undefined,
    value: (flag) => texts(flag).at(-1) ?? null,
    values: texts,
  };
}

type Parsed = ReturnType<typeof parseLoosely>;

function parseLoosely(command: Command, given: readonly string[]) {
  return parseArgs({
    args: [...given],
    options: {
      ...Object.fromEntries(
        Object.entries(command.flags).map(([flag, { type, multiple }]) => [
          flag,
          { type, multiple: multiple ?? false },
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
    },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
}

function parse(name: string, command: Command, given: readonly string[]): Parsed {
  try {
    return parseLoosely(command, given);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error), {
      next: helpOf(name),
    });
  }
}

async function unknownFlag(
  name: string,
  raw: string,
  known: readonly string[],
): Promise<UserError> {
  // note: loaded only here, for it brings the definition of the run config along.
  const { nearestWord } = await import('../protocol/nearestWord');
  const near = nearestWord(raw.replace(/^-+/, ''), [...known, 'help']);
  const hint = near === null ? '' : `Did you mean --${near}? `;
  return new UserError(`"finetune ${name}" has no flag ${raw}.`, {
    next: `${hint}${helpOf(name)}`,
  });
}

function helpOf(name: string): string {
  return `See "finetune ${name} --help".`;
}

/** The one positional argument a command cannot do without. @throws UserError when it is missing */
export function required(given: ParsedArguments, name: string, what: string): string {
  const [first] = given.positionals;
  if (first !== undefined && first !== '') return first;
  throw new UserError(`"finetune ${name}" needs ${what}.`, { next: helpOf(name) });
}
