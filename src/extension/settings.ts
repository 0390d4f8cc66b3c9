import * as vscode from 'vscode';
import { settingDefaults } from './contributions';
import type { ContextKey, Settings } from './contributions';

/** A setting with its type, for a resource where it may differ by folder. */
export function readSetting<Key extends keyof Settings>(
  key: Key,
  scope?: vscode.Uri,
): Settings[Key] {
  const value = vscode.workspace.getConfiguration('finetune', scope).get<Settings[Key]>(key);
  return value ?? settingDefaults[key];
}

/** Whether a change touches a setting, or one of a group. */
export function affects(
  event: vscode.ConfigurationChangeEvent,
  key: keyof Settings | 'lint',
): boolean {
  return event.affectsConfiguration(`finetune.${key}`);
}

/** Sets what `when` clauses read as `finetune.KEY`. */
export function setContext(key: ContextKey, value: boolean): void {
  void vscode.commands.executeCommand('setContext', `finetune.${key}`, value);
}
