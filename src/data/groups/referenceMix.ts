import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { jsonProblem } from '../readers/parseJsonRow';
import { placeAt } from '../lint/place/placeFinder';
import { proportions, proportionsProblem } from '../statistics/proportions';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { ifThereNow } from '../../protocol/ifThere';
import { printValue } from '../../protocol/printValue';

/** Which shares groups have among the people that a model is for, as somebody stated them in a file. */
export interface ReferenceMix {
  readonly path: string;
  readonly source: AuditSource;
  /** Shares of 1 by group, by the name of their column or axis. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Where the shares of a column or axis are stated, from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

/** A file of shares that is larger is something else. */
const largestBytes = 1e6;
const form =
  'Give one JSON object with the shares of groups by column or axis: { "gender": { "female": 0.51, "male": 0.49 } }.';

/** @throws UserError with file and line for what is no mix, and for a file that may not be read */
export function readReferenceMix(path: string): ReferenceMix {
  const stats = ifThereNow(path, () => statSync(path));
  if (stats?.isFile() !== true)
    throw new UserError(
      stats?.isDirectory() === true ? 'This is a folder.' : 'There is no such file.',
      {
        place: { file: path },
        next: 'Name a JSON file with shares of groups with --reference FILE.',
      },
    );
  if (stats.size > largestBytes) throw otherForm('it is larger than 1 MB', { file: path });
  const bytes = ifThereNow(path, () => readFileSync(path)) ?? Buffer.alloc(0);
  const stated = statedShares(bytes.toString('utf8').replace(/^\uFEFF/, ''), path);
  const shares = new Map(stated.map((each) => [each.name, each.shares]));
  const lines = new Map(stated.map(({ name, line }) => [name, line]));
  const hash = createHash('sha256').update(bytes).digest('hex');
  const rows = [...shares.values()].reduce((sum, groups) => sum + groups.size, 0);
  return { path, shares, lines, source: { kind: 'reference', path, hash, rows } };
}

interface StatedShares {
  readonly name: string;
  readonly line: number;
  readonly shares: ReadonlyMap<string, number>;
}

function statedShares(text: string, file: string): StatedShares[] {
  const errors: ParseError[] = [];
  const root = treeOf(text, errors, file);
  const placeOf = (offset: number): { readonly file: string; readonly line: number } => ({
    file,
    line: placeAt(text, offset, { line: 1, column: 1 }).line,
  });
  const [error] = errors;
  if (error !== undefined)
    throw otherForm(
      `it is not one JSON object (${problemWords(text, error)})`,
      placeOf(error.offset),
    );
  if (root?.type !== 'object') throw otherForm('it is not one JSON object', { file });
  const found = namedNodes(root, placeOf).map(({ name, node }) => {
    if (node.type !== 'object')
      throw otherForm(`"${name}" holds no shares of groups`, placeOf(node.offset));
    return { name, line: placeOf(node.offset).line, shares: sharesOf(name, node, placeOf) };
  });
  if (found.length === 0) throw otherForm('it is empty', { file });
  return found;
}

function problemWords(text: string, { error, offset, length }: ParseError): string {
  const code = printParseErrorCode(error);
  if (code === 'EndOfFileExpected') return 'more text follows the object';
  const found = text.slice(offset, offset + Math.min(length, 20));
  // note: of a key without quotes the parser says only that it is no symbol of JSON.
  if (code === 'InvalidSymbol' && /^\s*:/.test(text.slice(offset + length)))
    return `the key ${found} stands without double quotes`;
  return jsonProblem(code, found);
}

function treeOf(text: string, errors: ParseError[], file: string): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    if (error instanceof RangeError) throw otherForm('it is nested too deeply', { file });
    throw error;
  }
}

type PlaceOf = (offset: number) => { readonly file: string; readonly line: number };

function sharesOf(axis: string, object: Node, placeOf: PlaceOf): ReadonlyMap<string, number> {
  const groups = namedNodes(object, placeOf);
  const amounts = groups.map(({ name, node }) => {
    const amount: unknown = node.value;
    if (typeof amount === 'number' && Number.isFinite(amount) && amount > 0) return amount;
    throw new UserError(`The share of "${name}" cannot be ${printValue(getNodeValue(node))}.`, {
      place: placeOf(node.offset),
      next: 'Write a number above 0, or leave the group out: its rows are then left out too.',
    });
  });
  const place = placeOf(object.offset);
  if (groups.length < 2)
    throw new UserError(`"${axis}" names fewer than two groups.`, {
      place,
      next: 'A mix needs two groups or more, such as { "female": 0.51, "male": 0.49 }.',
    });
  const shares = proportions(amounts);
  if (shares === null) {
    const [message, next] = proportionsProblem(amounts);
    throw new UserError(`"${axis}": ${message}`, { place, next });
  }
  return new Map(groups.map(({ name }, at) => [name, shares[at] ?? 0]));
}

function namedNodes(
  object: Node,
  placeOf: PlaceOf,
): readonly { readonly name: string; readonly node: Node }[] {
  const seen = new Set<string>();
  return (object.children ?? []).flatMap(({ children = [] }) => {
    const [key, node] = children;
    if (key === undefined || node === undefined) return [];
    const name = String(key.value).trim();
    if (seen.has(name))
      throw new UserError(`"${name}" is named twice.`, {
        place: placeOf(key.offset),
        next: 'Keep one of the two.',
      });
    seen.add(name);
    return [{ name, node }];
  });
}

function otherForm(
  why: string,
  place: { readonly file: string; readonly line?: number },
): UserError {
  return new UserError(`This is no mix of groups: ${why}.`, { place, next: form });
}
