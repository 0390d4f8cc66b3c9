import type { RuleId } from '../../protocol/lint';
import { detectSchema } from '../schemas/detectSchema';
import { partsOf } from '../schemas/partsOf';
import type { DetectedSchema } from '../schemas/schema';
import { rowChecker, type CheckRow } from './checkRow';
import type { Placing } from './found';
import { gatherLater, type LaterFinding } from './laterFindings';
import { ReadRow, type RowReading } from './lintedRow';
import type { LintRequest } from './lintRequest';
import type { DatasetRule, LintContext } from './rule';
import { rowStringsReader } from './rowStrings';
import { datasetRules, rowRules } from './ruleTable';
import type { RowScan } from './scan/scanRows';
import type { TextRow } from './scan/textRow';

/** Checks the rows of a file as they come: those of row rules are reported at once, the others at the end. */
export interface FileChecker {
  /** Whether rules were asked for that need all rows. */
  readonly needsAllRows: boolean;
  readonly begin: (scan: RowScan) => void;
  readonly see: (text: TextRow) => void;
  end(): FileCheck;
}

export interface FileCheck {
  readonly rows: number;
  readonly schema: DetectedSchema | null;
  readonly placing: Placing;
  readonly later: readonly LaterFinding[];
}

/** Rows that tell the schema of a file, and the characters after which fewer have to do. */
const [sampleRows, sampleCharacters] = [1_000, 8_000_000];

/** The file's rules at work, once its schema is known. */
interface Settled {
  readonly schema: DetectedSchema;
  readonly placing: Placing;
  readonly reading: RowReading;
  readonly check: CheckRow;
  readonly runs: readonly ReturnType<DatasetRule['begin']>[];
}

export function fileChecker(request: LintRequest): FileChecker {
  const { rules } = request.settings;
  const strings = rowStringsReader();
  let sample: TextRow[] = [];
  let characters = 0;
  let rows = 0;
  let scan: RowScan | null = null;
  let settled: Settled | null = null;

  const settle = (): Settled => {
    const known = sample.flatMap(({ values }) => (values === null ? [] : [{ values }]));
    const schema = detectSchema(known, request.choice);
    const context = contextOf(request, schema);
    const syntax = scan?.syntax() ?? { type: 'line' };
    const placing = { path: request.source.path, syntax, settings: request.settings };
    const active = datasetRules.filter((rule) => isAskedFor(rule, rules) && rule.applies(context));
    const made: Settled = {
      schema,
      placing,
      reading: { schema, parts: partsOf, strings },
      check: rowChecker(context, rowRules, placing),
      runs: active.map((rule) => rule.begin(context)),
    };
    settled = made;
    const held = sample;
    sample = [];
    for (const text of held) look(text, made);
    return made;
  };
  const look = (text: TextRow, { reading, check, runs }: Settled): void => {
    const row =
      text.row === null || text.values === null
        ? null
        : new ReadRow(text.row, text.record.line, text.values, reading);
    for (const found of check(text, row)) request.onFinding(found);
    if (row !== null) for (const run of runs) run.see(row);
  };
  return {
    needsAllRows: datasetRules.some((rule) => isAskedFor(rule, rules)),
    begin(given) {
      scan = given;
    },
    see(text) {
      if (text.row !== null) rows = text.row;
      if (settled !== null) {
        look(text, settled);
        return;
      }
      sample.push(text);
      characters += text.record.raw.length;
      if (sample.length >= sampleRows || characters >= sampleCharacters) settle();
    },
    end() {
      const { schema, placing, runs } = settled ?? settle();
      const later = gatherLater(rules);
      for (const run of runs) run.finish(later.report);
      return { rows, schema: rows === 0 ? null : schema, placing, later: later.findings() };
    },
  };
}

export function contextOf(request: LintRequest, schema: DetectedSchema): LintContext {
  const { source, thresholds, declaredLabels, shuffles, tokens } = request;
  return { path: source.path, schema, thresholds, declaredLabels, shuffles, tokens };
}

function isAskedFor(
  { ids }: { readonly ids: readonly RuleId[] },
  rules: ReadonlySet<RuleId>,
): boolean {
  return ids.some((id) => rules.has(id));
}
