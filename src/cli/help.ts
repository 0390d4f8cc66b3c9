import type { Command, Flag } from './command';
import { commands } from './commandList';

/** What `finetune --help` prints. */
export function generalHelp(): string {
  const width = Math.max(...Object.keys(commands).map(({ length }) => length));
  const list = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return [
    'finetune: fine-tune language models and see how good they are, without Python',
    '',
    'Usage: finetune COMMAND …',
    '',
    ...list,
    '',
    '"finetune COMMAND --help" says more; "finetune --version" which version this is.',
    'Exit codes: 0 done, 1 you must act (stderr says how), 2 findings at error level, 3 internal error,',
    '130 stopped with a checkpoint.',
    '',
  ].join('\n');
}

/** What `finetune COMMAND --help` prints. */
export function commandHelp({ summary, usage, flags, notes }: Command): string {
  const rows = Object.entries({ ...flags, help: { type: 'boolean', help: 'this' } satisfies Flag });
  const left = rows.map(([name, flag]) => flagText(name, flag));
  const width = Math.max(...left.map(({ length }) => length));
  const usesData = usage.some((line) => line.includes('[DATA]'));
  return [
    summary,
    '',
    ...usage.map((line, index) => `${index === 0 ? 'Usage:' : '      '} finetune ${line}`),
    ...(usesData ? ['       DATA is --fields, --format, --columns, --no-header'] : []),
    '',
    ...rows.map(([, flag], index) => `  ${(left[index] ?? '').padEnd(width)}  ${flag.help}`),
    ...(notes === undefined ? [] : ['', ...notes]),
    '',
  ].join('\n');
}

function flagText(name: string, flag: Flag): string {
  return flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`;
}
