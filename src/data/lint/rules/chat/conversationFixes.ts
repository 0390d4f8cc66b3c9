import { valueAt } from '../../../schemas/columnPath';
import type { ValuePath } from '../../../schemas/schema';
import { turnOf, type Turn } from '../../../schemas/turns';
import type { Change, Fix } from '../../fix';
import type { LintedRow } from '../../rule';
import { intendedSpeaker } from './conversations';
import { formatCount } from '../../../../protocol/formatNumber';

type Values = LintedRow['values'];

/** Moves the system message to the start; several become one. */
export function systemFixes(values: Values, path: ValuePath): readonly Fix[] {
  const found = valueAt(values, path);
  if (!Array.isArray(found)) return [];
  const list: readonly unknown[] = found;
  const isSystem = (each: unknown): boolean => {
    const turn = turnOf(each, []);
    return turn !== null && intendedSpeaker(turn) === 'system';
  };
  const systems = list.filter(isSystem);
  const others = list.filter((each) => !isSystem(each));
  const turns = systems.map((each) => turnOf(each, [])).filter((turn) => turn !== null);
  const [first] = turns;
  const contents = turns.map(contentOf);
  if (first === undefined || !contents.every((content) => content !== null)) return [];
  const merged = { ...first.message, [first.contentKey]: joined(contents) };
  const title =
    systems.length > 1 ? 'Merge the system messages into the first' : 'Move it to the start';
  return [{ type: 'set-value', title, path, value: [merged, ...others] }];
}

/** Puts the texts of some messages into the first of them and removes the others. */
export function mergeFixes(values: Values, paths: readonly ValuePath[]): readonly Fix[] {
  const turns = paths.map((path) => turnOf(valueAt(values, path), path));
  const [first] = turns;
  const contents = turns.map((turn) => (turn === null ? null : contentOf(turn)));
  if (first === null || first === undefined || !contents.every((content) => content !== null)) {
    return [];
  }
  const changes: Change[] = [
    { type: 'set-value', path: [...first.path, first.contentKey], value: joined(contents) },
    ...paths.slice(1).map((path) => ({ type: 'remove-value', path }) as const),
  ];
  return [{ type: 'all', title: `Merge these ${formatCount(paths.length)} turns`, changes }];
}

export function tailFixes(paths: readonly ValuePath[]): readonly Fix[] {
  const what =
    paths.length === 1 ? 'the last message' : `the last ${formatCount(paths.length)} messages`;
  const changes = paths.map((path) => ({ type: 'remove-value', path }) as const);
  return [{ type: 'all', title: `Remove ${what}`, changes }];
}

function contentOf({ message, contentKey }: Turn): string | null {
  const content = message[contentKey];
  return typeof content === 'string' ? content : null;
}

/** Texts one below the other; what is empty adds nothing. */
function joined(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== '').join('\n\n');
}
