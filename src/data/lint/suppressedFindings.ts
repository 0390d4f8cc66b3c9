import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { UserError } from '../../protocol/errors';
import type { RuleId } from '../../protocol/lint';
import { nearestWord } from '../../protocol/nearestWord';
import { placeAt } from './place/placeFinder';
import { isRuleId } from '../../protocol/lint';

/** A finding that somebody looked at and lets stand. */
export interface SuppressedFinding {
  readonly rule: RuleId;
  /** The data file, relative to the folder that holds `.finetune`, with forward slashes. */
  readonly file: string;
  /** Which row, by the hash of its text; null: the whole file. */
  readonly row: string | null;
  readonly reason: string;
}

/** What a suppression says of its data file: of a rule, in one row or in all. */
export type FileSuppression = Pick<SuppressedFinding, 'rule' | 'row' | 'reason'>;

/** Where suppressions are kept, below a project's folder. */
export const suppressionsFile = path.join('.finetune', 'lint.json');

/** Stands for a row wherever it moves to: its text without the white space around it, hashed. */
export function rowHash(raw: string): string {
  return createHash('sha256').update(raw.trim()).digest('hex').slice(0, 16);
}

/** @throws UserError at the key or value that is wrong */
export function parseSuppressions(text: string, file: string): readonly SuppressedFinding[] {
  const errors: ParseError[] = [];
  const root = treeOf(text, errors, file);
  const fail = (message: string, offset: number, next: string): never => {
    throw new UserError(message, {
      place: { file, ...placeAt(text, offset, { line: 1, column: 1 }) },
      next,
    });
  };
  const [first] = errors;
  if (root === undefined || first !== undefined)
    return fail(
      'This list of suppressed problems is no JSON.',
      first?.offset ?? 0,
      'Correct it, or delete the file.',
    );
  const top = membersOf(root, ['version', 'suppressions'], fail);
  const version = top.get('version');
  if (version !== undefined && version.value !== 1)
    fail('"version" must be 1.', version.offset, 'Update the extension, or write 1.');
  const list = top.get('suppressions');
  if (list?.type !== 'array')
    return fail('"suppressions" must be a list.', (list ?? root).offset, 'Write [ … ].');
  return (list.children ?? []).map((node) => {
    const members = membersOf(node, ['file', 'rule', 'row', 'reason'], fail);
    const textOf = (key: string): string => {
      const value: unknown = members.get(key)?.value;
      if (typeof value === 'string' && value.trim() !== '') return value;
      return fail(`"${key}" must be a text.`, (members.get(key) ?? node).offset, `Give a ${key}.`);
    };
    const rule = textOf('rule');
    if (!isRuleId(rule))
      return fail(
        `There is no rule "${rule}".`,
        members.get('rule')?.offset ?? 0,
        'See docs/lint.',
      );
    const row: unknown = members.get('row')?.value ?? null;
    if (row !== null && typeof row !== 'string')
      fail('"row" must be a hash or null.', members.get('row')?.offset ?? 0, 'null: all rows.');
    return { rule, file: textOf('file'), row: row as string | null, reason: textOf('reason') };
  });
}

function treeOf(text: string, errors: ParseError[], file: string): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError('The file is nested too deeply.', {
      place: { file },
      next: 'Correct it, or delete it.',
    });
  }
}

function membersOf(
  node: Node,
  known: readonly string[],
  fail: (message: string, offset: number, next: string) => never,
): ReadonlyMap<string, Node> {
  if (node.type !== 'object')
    fail('An object is expected here.', node.offset, `Write { "${known.join('": …, "')}": … }.`);
  const members = new Map<string, Node>();
  for (const { children = [] } of node.children ?? []) {
    const [key, value] = children;
    if (key === undefined || value === undefined) continue;
    const name = String(key.value);
    if (!known.includes(name)) {
      const near = nearestWord(name, known);
      const hint = near === null ? '' : `Did you mean "${near}"? `;
      fail(`There is no key "${name}".`, key.offset, `${hint}Keys are ${known.join(', ')}.`);
    }
    members.set(name, value);
  }
  return members;
}
