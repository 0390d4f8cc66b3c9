import { printUserError, UserError } from '../protocol/errors';
import { productVersion } from '../protocol/version';
import { diskError } from '../runs/diskError';
import { commands, laterCommands } from './commandList';
import { exitCode, type ExitCode } from './exitCode';
import { commandHelp, generalHelp } from './help';
import type { Output } from './output';
import { parseArguments } from './parseArguments';

/** Runs one command line. Never throws; says what went wrong on stderr. */
export async function commandLine(given: readonly string[], output: Output): Promise<ExitCode> {
  try {
    return await dispatch(given, output);
  } catch (error) {
    const known = error instanceof UserError ? error : diskError(error);
    if (known !== null) {
      output.stderr.write(`${printUserError(known)}\n`);
      return exitCode.userError;
    }
    output.stderr.write(`Internal error: ${internalText(error, output.env)}\n`);
    return exitCode.internalError;
  }
}

async function dispatch([name, ...rest]: readonly string[], output: Output): Promise<ExitCode> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const [about] = rest;
    const command = about === undefined ? undefined : own(commands, about);
    output.stdout.write(command === undefined ? generalHelp() : commandHelp(command));
    return exitCode.done;
  }
  if (name === '--version' || name === '-v') {
    output.stdout.write(`${productVersion}\n`);
    return exitCode.done;
  }
  const command = own(commands, name);
  if (command === undefined) throw await unknownCommand(name);
  const parsed = await parseArguments(name, command, rest);
  if (parsed.isHelp) {
    output.stdout.write(commandHelp(command));
    return exitCode.done;
  }
  const run = await command.load();
  return run(parsed, output);
}

async function unknownCommand(name: string): Promise<UserError> {
  const later = own(laterCommands, name);
  if (later !== undefined)
    return new UserError(`${later} not in this version yet: there is no "finetune ${name}".`, {
      next: 'See "finetune --help" for what it does.',
    });
  const { nearestWord } = await import('../protocol/nearestWord');
  const near = nearestWord(name, Object.keys(commands));
  const hint = near === null ? '' : `Did you mean "finetune ${near}"? `;
  return new UserError(`There is no command "${name}".`, {
    next: `${hint}See "finetune --help".`,
  });
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The stack only for those who ask: FINETUNE_DEBUG is for reports of a bug. */
function internalText(error: unknown, env: NodeJS.ProcessEnv): string {
  if (!(error instanceof Error)) return String(error);
  return env.FINETUNE_DEBUG === undefined ? error.message : (error.stack ?? error.message);
}
