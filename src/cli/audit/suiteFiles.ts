import { readSeatFile, seatSets, type SeatTest } from '../../audit/seat/seatFile';
import { seatId } from '../../audit/seat/auditSeat';
import { hashFile } from '../../data/hashFile';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import type { Suite } from './auditArguments';

/** The association tests among the suites. @throws UserError for a file of another form, and for two of one name */
export function seatTests(suites: readonly Suite[]): SeatTest[] {
  const tests: SeatTest[] = [];
  for (const { kind, path } of suites) {
    if (kind !== 'seat') continue;
    const twin = tests.find((test) => seatId(test.path) === seatId(path));
    if (twin !== undefined)
      throw new UserError(
        `Two association tests would be called ${seatId(path)}: ${twin.path} and this.`,
        {
          place: { file: path },
          next: 'Rename one of the files, or audit with one at a time.',
        },
      );
    tests.push(readSeatFile(path));
  }
  return tests;
}

export async function seatSources(tests: readonly SeatTest[]): Promise<AuditSource[]> {
  return Promise.all(
    tests.map(async (test) => ({
      kind: 'suite',
      path: test.path,
      hash: await hashFile(test.path),
      rows: seatSets.reduce((sum, set) => sum + test[set].examples.length, 0),
    })),
  );
}
