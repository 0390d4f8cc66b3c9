import { sarifArtifact, sarifText } from '../../data/lint/sarif';
import type { AuditCheck, AuditId, AuditReport, AuditRow, Verdict } from '../../protocol/audit';
import { intervalWords, metricWords, verdictWords } from '../../protocol/auditWords';
import { familyName } from '../../protocol/familyOf';
import { valueWords, whoWords } from './words';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
/** Rows of a check that a viewer lists beside it. */
const mostRelated = 10;

/** What SARIF calls the verdicts: only a disparity is a failure, what could not be judged stays open. */
const kinds: Readonly<Record<Verdict, 'fail' | 'pass' | 'open' | 'notApplicable'>> = {
  disparity: 'fail',
  'none-larger-than-delta': 'pass',
  'not-enough-data': 'open',
  'model-too-weak': 'notApplicable',
};

/** An audit as a SARIF 2.1.0 log: a result for each check, at the rows that show it; broken thresholds are errors. */
export function auditSarif(report: AuditReport): object {
  const ids = [...new Set(report.checks.map(({ id }) => id))];
  const broken = new Set(report.broken?.checks);
  const run = {
    tool: {
      driver: {
        name: 'finetune audit',
        version: report.method.version,
        rules: ids.map((id) => ({ id, shortDescription: { text: `Bias: ${familyName(id)}` } })),
      },
    },
    columnKind: 'utf16CodeUnits',
    results: report.checks.map((check, at) => result(check, ids, broken.has(at), report)),
  };
  return { $schema: schema, version: '2.1.0', runs: [run] };
}

function result(
  check: AuditCheck,
  ids: readonly AuditId[],
  isBroken: boolean,
  { data, subject }: AuditReport,
): object {
  const kind = isBroken ? 'fail' : kinds[check.verdict];
  const [first, ...others] = check.rows;
  const place = first === undefined ? fileLocation(data?.path ?? subject) : rowLocation(first);
  return {
    ruleId: check.id,
    ruleIndex: ids.indexOf(check.id),
    kind,
    // note: SARIF 3.27.10 asks for "none" where the kind is no failure.
    level: kind !== 'fail' ? 'none' : isBroken ? 'error' : 'warning',
    message: { text: sarifText(messageOf(check, isBroken)) },
    locations: [place],
    ...(others.length === 0
      ? {}
      : {
          relatedLocations: others
            .slice(0, mostRelated)
            .map((row, id) => ({ id, ...rowLocation(row) })),
        }),
    properties: { variant: check.variant, metric: check.metric, rows: check.n },
  };
}

function messageOf(check: AuditCheck, isBroken: boolean): string {
  const interval = intervalWords(check);
  const figure = `${valueWords(check)}${interval === '' ? '' : ` (95 %: ${interval})`}`;
  const threshold = isBroken ? ', beyond the threshold' : '';
  const reason = check.reason === undefined ? '' : ` ${check.reason}`;
  return `${metricWords(check.metric)}, ${whoWords(check)}: ${figure}: ${verdictWords[check.verdict]}${threshold}.${reason}`;
}

function rowLocation({ path, line }: AuditRow): object {
  return {
    physicalLocation: {
      artifactLocation: sarifArtifact(path),
      region: { startLine: line },
    },
  };
}

function fileLocation(path: string): object {
  return { physicalLocation: { artifactLocation: sarifArtifact(path) } };
}
