import { assertNever } from '../protocol/assertNever';
import { readFunctionalSuite } from './functional/functionalSuite';
import { readSeatFile } from './seat/seatFile';
import type { SuiteKind } from './suiteForm';
import { readTemplateSuite } from './templates/templateSuite';

/**
 * Reads a suite as an audit would, before anything is asked of a model.
 * @throws UserError with the place of what an audit could not use
 */
export async function requireSuite(kind: SuiteKind, file: string): Promise<void> {
  switch (kind) {
    case 'template':
      await readTemplateSuite(file);
      return;
    case 'functional':
      await readFunctionalSuite(file);
      return;
    case 'seat':
      readSeatFile(file);
      return;
    default:
      assertNever(kind, 'kind of suite');
  }
}
