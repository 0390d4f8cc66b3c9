import type * as vscode from 'vscode';
import { suiteKinds } from '../../audit/suiteForm';
import type { SuiteKind } from '../../audit/suiteForm';
import type { AskableSuites, BuiltInSuite } from './askableSuites';

/** A suite file that was chosen in this workspace, and whether the last audit asked it. */
export interface RememberedSuite {
  readonly kind: SuiteKind;
  readonly path: string;
  readonly isChosen: boolean;
}

const key = 'auditSuites';
const mostRemembered = 20;

/** Suite files of earlier audits, the newest first. */
export function rememberedSuites(memory: vscode.Memento): readonly RememberedSuite[] {
  const known = memory.get<unknown>(key);
  return Array.isArray(known) ? known.filter(isSuite) : [];
}

export async function rememberSuites(
  memory: vscode.Memento,
  suites: readonly RememberedSuite[],
): Promise<void> {
  await memory.update(key, suites.slice(0, mostRemembered));
}

/** Those of the suites that ship that the last audit of such a model asked. */
export function rememberedBuiltIns(
  memory: vscode.Memento,
  { model, builtIn, usual }: AskableSuites,
): readonly BuiltInSuite[] {
  const known = memory.get<unknown>(builtInKey(model));
  return Array.isArray(known) ? builtIn.filter((each) => known.includes(each)) : usual;
}

export async function rememberBuiltIns(
  memory: vscode.Memento,
  { model }: AskableSuites,
  chosen: readonly BuiltInSuite[],
): Promise<void> {
  await memory.update(builtInKey(model), chosen);
}

function builtInKey(model: AskableSuites['model']): string {
  return `auditBuiltInSuites.${model}`;
}

function isSuite(raw: unknown): raw is RememberedSuite {
  if (typeof raw !== 'object' || raw === null) return false;
  const { kind, path, isChosen } = raw as Partial<Record<keyof RememberedSuite, unknown>>;
  return (
    suiteKinds.some((each) => each === kind) &&
    typeof path === 'string' &&
    typeof isChosen === 'boolean'
  );
}
