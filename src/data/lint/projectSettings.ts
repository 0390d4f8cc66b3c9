import path from 'node:path';
import { parseTree, findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { readOrdinaryFile } from '../readOrdinaryFile';
import { placeAt } from './place/placeFinder';
import { thresholds } from './thresholds';
import { UserError } from '../../protocol/errors';
import { ifThereNow } from '../../protocol/ifThere';
import { isRuleId, ruleIds, type RuleId, type Severity } from '../../protocol/lint';
import { nearestWord } from '../../protocol/nearestWord';
import { printValue } from '../../protocol/printValue';

/** What a project's settings say of lint, for the editor and the command line alike. */
export interface ProjectSettings {
  readonly file: string;
  readonly off: ReadonlySet<RuleId>;
  readonly severities: Readonly<Partial<Record<RuleId, Severity>>>;
  readonly thresholds: Readonly<Record<string, number>>;
}

const levels: readonly string[] = ['error', 'warning', 'information', 'off'];

/**
 * Levels of rules and thresholds from the nearest `.vscode/settings.json` at or above a data file that sets any; null: none
 * does. @throws UserError at a name or value that makes no sense, and for settings that may not be read
 */
export function projectSettings(dataFile: string): ProjectSettings | null {
  for (let folder = path.dirname(path.resolve(dataFile)); ; folder = path.dirname(folder)) {
    const found = readSettings(path.join(folder, '.vscode', 'settings.json'));
    if (found !== null || path.dirname(folder) === folder) return found;
  }
}

function readSettings(file: string): ProjectSettings | null {
  const text = textOf(file);
  if (!text.includes('finetune.lint.')) return null;
  const root = treeOf(text, file);
  const fail = ({ node }: Pick<Entry, 'node'>, message: string, next: string): never => {
    const place = { file, ...placeAt(text, node.offset, { line: 1, column: 1 }) };
    throw new UserError(message, { place, next });
  };
  const entries = (key: string): readonly Entry[] => {
    const node = root === undefined ? undefined : findNodeAtLocation(root, [key]);
    if (node === undefined) return [];
    return node.type === 'object'
      ? entriesOf(node)
      : fail({ node }, `"${key}" must be an object.`, 'Write { "NAME": VALUE }.');
  };
  const off = new Set<RuleId>();
  const severities: Partial<Record<RuleId, Severity>> = {};
  for (const entry of entries('finetune.lint.rules')) {
    const { name, value } = entry;
    if (!isRuleId(name)) return fail(entry, `There is no rule "${name}".`, hint(name, ruleIds));
    if (typeof value !== 'string' || !levels.includes(value))
      fail(
        entry,
        `${name} has no level ${printValue(value)}.`,
        `Write one of ${levels.join(', ')}.`,
      );
    if (value === 'off') off.add(name);
    else severities[name] = value as Severity;
  }
  const numbers: Record<string, number> = {};
  for (const entry of entries('finetune.lint.thresholds')) {
    const { name, value } = entry;
    if (!Object.hasOwn(thresholds, name))
      fail(entry, `There is no threshold "${name}".`, hint(name, Object.keys(thresholds)));
    const { minimum, maximum } = thresholds[name as keyof typeof thresholds];
    if (typeof value !== 'number' || value < minimum || value > maximum)
      fail(
        entry,
        `${name} cannot be ${printValue(value)}.`,
        `Write a number from ${minimum} to ${maximum}.`,
      );
    numbers[name] = Number(value);
  }
  const says = off.size > 0 || Object.keys({ ...severities, ...numbers }).length > 0;
  return says ? { file, off, severities, thresholds: numbers } : null;
}

interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly node: Node;
}

function entriesOf(object: Node): readonly Entry[] {
  return (object.children ?? []).flatMap((node) => {
    const [name, value] = node.children ?? [];
    if (name === undefined || value === undefined) return [];
    return [{ name: String(name.value), value: getNodeValue(value) as unknown, node }];
  });
}

function textOf(file: string): string {
  return ifThereNow(file, () => readOrdinaryFile(file)) ?? '';
}

function treeOf(text: string, file: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError('The settings are nested too deeply.', {
      place: { file },
      next: 'Simplify them.',
    });
  }
}

function hint(name: string, known: readonly string[]): string {
  const near = nearestWord(name, known);
  return near === null ? 'Take it out; docs/lint has all of them.' : `Did you mean ${near}?`;
}
