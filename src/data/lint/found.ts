import type { LintFinding, RelatedPlace, RuleId, Severity } from '../../protocol/lint';
import { catalogue } from './catalogue';
import type { Fix } from './fix';
import { spanLocator, type RawRange } from './place/locate';
import { placeFinder, type LinePlace } from './place/placeFinder';
import type { RowSyntax } from './place/rowText';
import { printPath } from './printPath';
import type { RuleFinding } from './rule';
import type { RuleSettings } from './ruleSettings';
import type { ScannedRecord } from './scan/scannedRecord';
import type { TextRow } from './scan/textRow';

/** A finding with what mends it; `record` is the row's text in the file, null for findings about the file. */
export interface Found {
  readonly finding: LintFinding;
  readonly record: ScannedRecord | null;
  readonly syntax: RowSyntax;
  readonly fixes: () => readonly Fix[];
}

const noFixes = (): readonly Fix[] => [];

/** Where the rows of the file at hand are and how its findings are to be rated. */
export interface Placing {
  readonly path: string;
  readonly syntax: RowSyntax;
  readonly settings: RuleSettings;
}

/** Findings about how a row is written; several of one rule are one finding. */
export function foundProblems({ record, row, problems }: TextRow, placing: Placing): Found[] {
  return problems.flatMap((problem, index) => {
    const { rule, message, severity, fixes } = problem;
    const isFirst = problems.findIndex((each) => each.rule === rule) === index;
    if (!isFirst || !placing.settings.rules.has(rule)) return [];
    const others = problems.filter((each) => each !== problem && each.rule === rule);
    const placeOf = placeFinder(record.raw, record);
    const finding = {
      ...rated(rule, severity, placing.settings),
      ...extentOf(placeOf, problem),
      ...{ row, field: null, message, fixable: fixes !== undefined },
      related: others.map((other) => alsoAt(placeOf(other.start), placing.path)),
    };
    return [{ finding, record, syntax: placing.syntax, fixes: fixes ?? noFixes }];
  });
}

/** A rule's finding about a row, with its place in the file. */
export function foundInRow(
  rule: RuleId,
  { at, message, severity, more, related, tokens, isGuess, fixes: offered }: RuleFinding,
  { record, row, values }: Pick<TextRow, 'record' | 'row' | 'values'>,
  placing: Placing,
): Found {
  const { syntax, path } = placing;
  const isPlaced = syntax.type !== 'unplaced';
  const fixes = isPlaced ? offered : undefined;
  const rangeOf = spanLocator(record.raw, syntax);
  const placeOf = placeFinder(record.raw, record);
  const finding = {
    ...rated(rule, severity, placing.settings),
    ...extentOf(placeOf, rangeOf(at)),
    ...{ row, field: printPath(at.path), message, fixable: fixes !== undefined },
    ...(fixes !== undefined && isGuess === true ? { guess: true } : {}),
    ...(tokens === undefined ? {} : { tokens }),
    related: [
      ...(related ?? []),
      ...(isPlaced ? (more ?? []) : []).map((span) => alsoAt(placeOf(rangeOf(span).start), path)),
    ],
  };
  const made = fixes === undefined ? noFixes : () => fixes(values ?? {});
  return { finding, record, syntax, fixes: made };
}

/** A finding about the file as a whole. */
export function foundInFile(
  rule: RuleId,
  { message, severity, related, fixes }: RuleFinding,
  settings: RuleSettings,
): Found {
  const finding = {
    ...rated(rule, severity, settings),
    ...{ line: 1, column: 1, endLine: 1, endColumn: 1 },
    ...{ row: null, field: null, message, fixable: fixes !== undefined },
    related: related ?? [],
  };
  const made = fixes === undefined ? noFixes : () => fixes({});
  return { finding, record: null, syntax: { type: 'unplaced' }, fixes: made };
}

function rated(
  rule: RuleId,
  severity: Severity | undefined,
  { severities }: RuleSettings,
): Pick<LintFinding, 'rule' | 'severity'> {
  return { rule, severity: severities[rule] ?? severity ?? catalogue[rule].severity };
}

function extentOf(
  placeOf: (offset: number) => LinePlace,
  { start, end }: RawRange,
): Pick<LintFinding, 'line' | 'column' | 'endLine' | 'endColumn'> {
  const [from, to] = [placeOf(start), placeOf(end)];
  return { ...from, endLine: to.line, endColumn: to.column };
}

function alsoAt({ line, column }: LinePlace, path: string): RelatedPlace {
  return { path, line, column, message: `also at column ${column}` };
}
