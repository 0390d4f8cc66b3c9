import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import type { RuleId } from '../../protocol/lint';
import { isRuleId } from './ruleSettings';

/** A rule that is not to speak about a file, and why: `.finetune/lint.json` holds a list of them. */
export interface Suppression {
  /** Relative to the folder that holds `.finetune`, with forward slashes. */
  readonly file: string;
  readonly rule: RuleId;
  readonly reason: string;
}

/** Where the suppressions of a folder stand. */
export function suppressionsFile(folder: string): string {
  return path.join(folder, '.finetune', 'lint.json');
}

/** The suppressions of a folder; none where it has no such file. @throws UserError when the file makes no sense */
export async function readSuppressions(folder: string): Promise<readonly Suppression[]> {
  const file = suppressionsFile(folder);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return [];
  }
  const wrong = (message: string): UserError =>
    new UserError(message, {
      place: { file },
      next: 'It should be { "suppressions": [ { "file": …, "rule": …, "reason": … } ] }.',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw wrong('The file is not JSON.');
  }
  const list = hasKey(value, 'suppressions') ? value.suppressions : null;
  if (!Array.isArray(list)) throw wrong('The file has no list of suppressions.');
  return list.map((each: unknown, index): Suppression => {
    if (!hasKey(each, 'file') || !hasKey(each, 'rule') || !hasKey(each, 'reason'))
      throw wrong(`Suppression ${index + 1} lacks file, rule or reason.`);
    const { file: name, rule, reason } = each;
    if (typeof name !== 'string' || typeof rule !== 'string' || typeof reason !== 'string')
      throw wrong(`Suppression ${index + 1} holds something else than text.`);
    if (!isRuleId(rule)) throw wrong(`Suppression ${index + 1} names no rule: "${rule}".`);
    return { file: name, rule, reason };
  });
}

/** The rules that are suppressed for a file, which may be anywhere. */
export function suppressedRules(
  suppressions: readonly Suppression[],
  folder: string,
  file: string,
): readonly RuleId[] {
  const name = nameIn(folder, file);
  return [...new Set(suppressions.filter((each) => each.file === name).map(({ rule }) => rule))];
}

/** Adds a suppression, or gives an existing one its reason. The file is complete at every moment. */
export async function addSuppression(
  folder: string,
  file: string,
  { rule, reason }: Omit<Suppression, 'file'>,
): Promise<void> {
  const name = nameIn(folder, file);
  const others = (await readSuppressions(folder)).filter(
    (each) => each.file !== name || each.rule !== rule,
  );
  const suppressions = [...others, { file: name, rule, reason }];
  const target = suppressionsFile(folder);
  await mkdir(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify({ suppressions }, null, 2)}\n`);
  await rename(draft, target);
}

function nameIn(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

function hasKey<Key extends string>(value: unknown, key: Key): value is Record<Key, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
