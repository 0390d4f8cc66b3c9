import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';

/** A `when` clause hides a command; this holds whoever calls it. */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError('Running is off in Restricted Mode.', {
    next: 'Trust this folder first: Manage Workspace Trust.',
  });
}
