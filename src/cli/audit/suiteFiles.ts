import { createHash } from 'node:crypto';
import { readFunctionalSuite, type FunctionalSuite } from '../../audit/functional/functionalSuite';
import { seatId } from '../../audit/seat/auditSeat';
import { builtInAssociations } from '../../audit/seat/builtInAssociations';
import { seatFolder } from '../../audit/seat/seatFolder';
import { readSeatFile, seatSets, type SeatTest } from '../../audit/seat/seatFile';
import {
  builtInTemplates,
  readTemplateSuite,
  type TemplateSuite,
} from '../../audit/templates/templateSuite';
import { requireSuiteKind, type SuiteKind } from '../../audit/suiteForm';
import { hashFile } from '../../data/hashFile';
import { swapAxes } from '../../data/swap/swapAxes';
import type { SwapAxisName } from '../../data/swap/swapAxis';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import type { Suite } from './auditArguments';
import type { IsWanted } from './builtInSuites';

/** @throws UserError for a file that is named as another kind of suite than it holds */
export async function requireSuites(suites: readonly Suite[]): Promise<void> {
  for (const { kind, path } of suites) await requireSuiteKind(path, kind);
}

/** Those that ship, then the user's own. @throws UserError for a file of another form, and for two of one name */
export function seatTests(suites: readonly Suite[], isWanted: IsWanted): SeatTest[] {
  const builtIn = builtInAssociations().filter(({ path }) => isWanted(seatId(path)));
  const all = [...builtIn, ...seatFiles(suites).map(readSeatFile)];
  refuseTwins(all, ({ path }) => seatId(path));
  return all;
}

/** Those that ship, then the user's own. */
export async function templateSuites(
  suites: readonly Suite[],
  isWanted: IsWanted,
): Promise<TemplateSuite[]> {
  const own = await Promise.all(filesOf(suites, 'template').map(readTemplateSuite));
  const all = [...builtInTemplates().filter(({ id }) => isWanted(id)), ...own];
  refuseTwins(all, ({ id }) => id);
  return all;
}

export async function functionalSuites(suites: readonly Suite[]): Promise<FunctionalSuite[]> {
  const own = await Promise.all(filesOf(suites, 'functional').map(readFunctionalSuite));
  refuseTwins(own, ({ id }) => id);
  return own;
}

export async function seatSources(tests: readonly SeatTest[]): Promise<AuditSource[]> {
  return Promise.all(
    tests.map(async (test) => {
      if (test.source !== null) return test.source;
      const rows = seatSets.reduce((sum, set) => sum + test[set].examples.length, 0);
      return { kind: 'suite', path: test.path, hash: await hashFile(test.path), rows };
    }),
  );
}

/** The word lists behind swaps. */
export function swapSources(axes: readonly SwapAxisName[]): AuditSource[] {
  return axes.map((axis) => {
    const { lists } = swapAxes[axis];
    const hash = createHash('sha256').update(JSON.stringify(swapAxes[axis])).digest('hex');
    const rows = lists.reduce((sum, { words }) => sum + words.trim().split('\n').length, 0);
    return { kind: 'built-in', path: `swap/${axis}`, hash, rows };
  });
}

/** Files of folders that were named, and are left out. */
export function seatFilesLeftOut(suites: readonly Suite[]): string[] {
  return filesOf(suites, 'seat').flatMap((named) => seatFolder(named).others);
}

/** A folder stands for all tests in it. */
function seatFiles(suites: readonly Suite[]): string[] {
  return filesOf(suites, 'seat').flatMap((named) => seatFolder(named).tests);
}

function filesOf(suites: readonly Suite[], kind: SuiteKind): string[] {
  return suites.filter((suite) => suite.kind === kind).map(({ path }) => path);
}

/** Checks are told apart by the names of their files. */
function refuseTwins<T extends { readonly path: string }>(
  suites: readonly T[],
  idOf: (suite: T) => string,
): void {
  const seen = new Map<string, string>();
  for (const suite of suites) {
    const { path } = suite;
    const id = idOf(suite);
    const twin = seen.get(id);
    if (twin !== undefined)
      throw new UserError(`Two suites would be called ${id}: ${twin} and this.`, {
        place: { file: path },
        next: 'Rename one of the files, or audit with one at a time.',
      });
    seen.set(id, path);
  }
}
