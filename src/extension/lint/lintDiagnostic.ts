import * as vscode from 'vscode';
import type { LintFinding, RuleId, Severity } from '../../protocol/lint';
import { catalogue } from '../../data/lint/catalogue';
import { assertNever } from '../../protocol/assertNever';
import { commandId } from '../contributions';
import { formatCount } from '../../protocol/formatNumber';

const diagnosticSource = 'fine-tune';

/** A problem in the editor that remembers the finding it shows. */
export class LintDiagnostic extends vscode.Diagnostic {
  constructor(readonly finding: LintFinding) {
    super(rangeOf(finding), finding.message, severityOf(finding.severity));
    this.source = diagnosticSource;
    this.code = codeOf(finding.rule);
    if (finding.related.length > 0) {
      this.relatedInformation = finding.related.map(({ path, line, column = 1, message }) => {
        const at = new vscode.Position(Math.max(0, line - 1), column - 1);
        return new vscode.DiagnosticRelatedInformation(
          new vscode.Location(vscode.Uri.file(path), at),
          message ?? `line ${formatCount(line)}`,
        );
      });
    }
  }
}

/** Stands for the findings of a rule that are not shown, at the last one that is. */
export class MoreDiagnostic extends vscode.Diagnostic {
  constructor(
    readonly rule: RuleId,
    last: LintFinding,
    readonly count: number,
  ) {
    const message = `and ${formatCount(count)} more of ${rule} (${catalogue[rule].title})`;
    super(rangeOf(last), message, vscode.DiagnosticSeverity.Information);
    this.source = diagnosticSource;
    this.code = codeOf(rule);
  }
}

/** The id of a rule as a link to its page. */
function codeOf(rule: RuleId): { readonly value: string; readonly target: vscode.Uri } {
  const parameters = encodeURIComponent(JSON.stringify([rule]));
  return {
    value: rule,
    target: vscode.Uri.parse(`command:${commandId('explainRule')}?${parameters}`),
  };
}

export function rangeOf({
  line,
  column,
  endLine,
  endColumn,
}: Pick<LintFinding, 'line' | 'column' | 'endLine' | 'endColumn'>): vscode.Range {
  return new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
}

function severityOf(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
    default:
      return assertNever(severity, 'severity');
  }
}
