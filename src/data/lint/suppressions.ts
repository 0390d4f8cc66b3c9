import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { RuleId } from '../../protocol/lint';
import { parseSuppressions, suppressionsFile, type SuppressedFinding } from './suppressedFindings';

/** The suppressions of a folder; none where it has no such file. @throws UserError with the place of what makes no sense */
export async function readSuppressions(folder: string): Promise<readonly SuppressedFinding[]> {
  const file = path.join(folder, suppressionsFile);
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? [] : parseSuppressions(text, file);
}

/** The rules that are suppressed for all rows of a file, which may be anywhere. */
export function suppressedRules(
  suppressions: readonly SuppressedFinding[],
  folder: string,
  file: string,
): readonly RuleId[] {
  const name = nameIn(folder, file);
  const ofFile = suppressions.filter((each) => each.file === name && each.row === null);
  return [...new Set(ofFile.map(({ rule }) => rule))];
}

/**
 * Adds a suppression of a rule for a file, or gives an existing one its reason; those of single rows stay. The file is
 * complete at every moment. @throws UserError when what is there makes no sense: it is left alone then
 */
export async function addSuppression(
  folder: string,
  file: string,
  { rule, reason }: Pick<SuppressedFinding, 'rule' | 'reason'>,
): Promise<void> {
  const name = nameIn(folder, file);
  const others = (await readSuppressions(folder)).filter(
    (each) => each.file !== name || each.rule !== rule || each.row !== null,
  );
  const suppressions = [...others, { file: name, rule, row: null, reason }].map(
    ({ row, ...each }) => (row === null ? each : { ...each, row }),
  );
  const target = path.join(folder, suppressionsFile);
  await mkdir(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}.tmp`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(`${JSON.stringify({ version: 1, suppressions }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, target);
}

function nameIn(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}
