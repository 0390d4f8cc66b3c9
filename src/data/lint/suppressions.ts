import path from 'node:path';
import { UserError } from '../../protocol/errors';
import type { RuleId } from '../../protocol/lint';
import { readOrdinaryFile } from '../readOrdinaryFile';
import type { LintRequest } from './lintRequest';
import {
  parseSuppressions,
  rowHash,
  suppressionsFile,
  type FileSuppression,
  type SuppressedFinding,
} from './suppressedFindings';

/** What is suppressed in one data file. */
export interface FileSuppressions {
  /**
   * Why a finding is let stand; null: it is not.
   * @param raw the row's text; null for a finding about the file
   */
  readonly reasonOf: (rule: RuleId, raw: string | null) => string | null;
  /** Whether anything is suppressed of a rule. */
  readonly concerns: (rule: RuleId) => boolean;
  /** Those that covered nothing so far. */
  readonly unmatched: () => readonly FileSuppression[];
}

/** The list that speaks for a data file. */
export interface FoundSuppressions {
  readonly file: string;
  /** The folder that holds `.finetune`; data files are named relative to it. */
  readonly folder: string;
  readonly all: readonly SuppressedFinding[];
}

/**
 * The nearest `.finetune/lint.json` at or above a data file's folder; null: there is none.
 * @throws UserError with line and column for what is wrong with it
 */
export function findSuppressions(dataFile: string): FoundSuppressions | null {
  for (let folder = path.dirname(path.resolve(dataFile)); ; folder = path.dirname(folder)) {
    const file = path.join(folder, suppressionsFile);
    const text = readIfThere(file);
    if (text !== null) return { file, folder, all: parseSuppressions(text, file) };
    if (path.dirname(folder) === folder) return null;
  }
}

/** How a list in a folder names a data file: relative to it, with forward slashes. */
export function nameIn(folder: string, dataFile: string): string {
  return path.relative(folder, path.resolve(dataFile)).split(path.sep).join('/');
}

/** What of a list is about a data file. */
export function ownSuppressions(
  found: FoundSuppressions | null,
  dataFile: string,
): readonly FileSuppression[] {
  if (found === null) return [];
  const name = nameIn(found.folder, dataFile);
  return found.all
    .filter(({ file }) => file === name)
    .map(({ rule, row, reason }) => ({ rule, row, reason }));
}

/** The suppressions of a data file. @throws UserError with line and column for what is wrong with their list */
export function suppressionsOf(dataFile: string): FileSuppressions {
  return fileSuppressions(ownSuppressions(findSuppressions(dataFile), dataFile));
}

/** Suppressions as a check asks for them. */
export function fileSuppressions(own: readonly FileSuppression[]): FileSuppressions {
  const keyed = new Map(own.map((each) => [keyOf(each.rule, each.row), each]));
  const rulesOfRows = new Set(own.flatMap(({ rule, row }) => (row === null ? [] : [rule])));
  const matched = new Set<string>();
  const reasonAt = (key: string): string | null => {
    const met = keyed.get(key);
    if (met === undefined) return null;
    matched.add(key);
    return met.reason;
  };
  return {
    reasonOf(rule, raw) {
      // note: a row is hashed only where something is said of the rule in single rows.
      const hash = raw === null || !rulesOfRows.has(rule) ? null : rowHash(raw);
      const ofRow = hash === null ? null : reasonAt(keyOf(rule, hash));
      const ofFile = reasonAt(keyOf(rule, null));
      return ofRow ?? ofFile;
    },
    concerns: (rule) => own.some((each) => each.rule === rule),
    unmatched: () => [...keyed].flatMap(([key, each]) => (matched.has(key) ? [] : [each])),
  };
}

/** A request whose suppressed findings are counted instead of handed on. */
export function suppressing(request: LintRequest): {
  readonly request: LintRequest;
  readonly count: () => number;
} {
  const { suppressions, onFinding, onSuppressed } = request;
  if (suppressions === undefined) return { request, count: () => 0 };
  let count = 0;
  const handOn: LintRequest['onFinding'] = (found) => {
    const reason = suppressions.reasonOf(found.finding.rule, found.record?.raw ?? null);
    if (reason === null) {
      onFinding(found);
      return;
    }
    count += 1;
    onSuppressed?.(found, reason);
  };
  return { request: { ...request, onFinding: handOn }, count: () => count };
}

function readIfThere(file: string): string | null {
  try {
    const text = readOrdinaryFile(file);
    if (text !== null) return text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new UserError(`The file cannot be read (${code ?? String(error)}).`, {
      place: { file },
      next: 'Check that you may read it.',
    });
  }
  throw new UserError('This is not an ordinary file.', {
    place: { file },
    next: 'Take it away; suppressions are kept there.',
  });
}

function keyOf(rule: RuleId, row: string | null): string {
  return `${rule} ${row ?? ''}`;
}
