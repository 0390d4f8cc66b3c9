import type { RuleId } from '../../../../src/protocol/lint';

/** A file as `finetune lint` is given it. */
export interface DataFile {
  readonly name: string;
  readonly content: string | Buffer;
}

/** What a rule finds in the smallest file it is about, and what it leaves alone. */
export interface RuleExample {
  readonly bad: DataFile;
  readonly good: DataFile;
  /** The rule's findings in `bad`: severity, row and field, and the characters of their range as JSON has them. */
  readonly finds: readonly string[];
  /** What `--fix` makes of `bad`; left out: it mends nothing. */
  readonly fixed?: string;
  /** Flags of the command beside the file. */
  readonly flags?: readonly string[];
  /** Further files in the same folder: a config, predictions, the training data. */
  readonly beside?: readonly DataFile[];
}

export type RuleExamples<Prefix extends string> = {
  readonly [Id in RuleId as Id extends `L-${Prefix}-${string}` ? Id : never]: RuleExample;
};

export type Values = Readonly<Record<string, unknown>>;

/** Rows as lines of JSON. */
export function jsonl(...rows: readonly (Values | string)[]): DataFile {
  const lines = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  return { name: 'rows.jsonl', content: lines.map((line) => `${line}\n`).join('') };
}

export function times(count: number, make: (index: number) => Values): Values[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** An ordinary row with a label. */
export const labelled = (text: string, label = 'good'): Values => ({ text, label });
/** An instruction and its answer. */
export const answered = (output: string, instruction = 'Tell me about it.'): Values => ({
  instruction,
  output,
});
/** Turns as `role: content`. */
export const chat = (...turns: readonly string[]): Values => ({
  messages: turns.map((turn) => {
    const [role = '', content = ''] = turn.split(/: (.*)/s);
    return { role, content };
  }),
});

/** The lines of a file but some, counted from 1. */
export function without({ content }: DataFile, ...lines: readonly number[]): string {
  return String(content)
    .split(/(?<=\n)/)
    .filter((_, index) => !lines.includes(index + 1))
    .join('');
}

/** A file with the one place replaced at which some text stands. */
export function replaced({ content }: DataFile, from: string, to: string): string {
  const parts = String(content).split(from);
  if (parts.length !== 2) throw new Error(`"${from}" stands ${parts.length - 1} times`);
  return parts.join(to);
}
