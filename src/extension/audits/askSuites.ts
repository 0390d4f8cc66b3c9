import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { Services } from '../services';
import type { AuditCall } from './auditArguments';
import { rememberedSuites, rememberSuites } from './rememberedSuites';
import type { RememberedSuite } from './rememberedSuites';
import { suiteKindOf, suiteKinds, suiteKindWords } from './suiteKind';
import type { SuiteKind } from './suiteKind';

interface Answer {
  readonly chosen: readonly string[];
  readonly isMore: boolean;
}

interface SuiteItem extends vscode.QuickPickItem {
  /** Null: the item that chooses more files. */
  readonly path: string | null;
}

/**
 * Suite files of the user's own, those of the last audit first; undefined gives up.
 * @param kinds what the model can be asked
 */
export async function askSuites(
  { context: { workspaceState } }: Pick<Services, 'context'>,
  title: string,
  kinds: readonly SuiteKind[],
): Promise<AuditCall['suites'] | undefined> {
  let known = rememberedSuites(workspaceState).filter(({ path: file }) => existsSync(file));
  for (;;) {
    const fitting = known.filter(({ kind }) => kinds.includes(kind));
    const answer = await showSuites(title, fitting, placeHolderFor(kinds));
    if (answer === undefined) return undefined;
    // note: what this model cannot be asked stays as it was.
    known = known.map((suite) =>
      fitting.includes(suite) ? { ...suite, isChosen: answer.chosen.includes(suite.path) } : suite,
    );
    if (answer.isMore) {
      const added = await chooseFiles(kinds);
      const others = known.filter((suite) => !added.some(({ path: file }) => file === suite.path));
      known = [...added, ...others];
    }
    await rememberSuites(workspaceState, known);
    if (answer.isMore) continue;
    return known
      .filter(({ kind, isChosen }) => isChosen && kinds.includes(kind))
      .map(({ kind, path: file }) => ({ kind, path: file }));
  }
}

/** The item for more files answers as soon as it is ticked. */
function showSuites(
  title: string,
  suites: readonly RememberedSuite[],
  placeHolder: string,
): Promise<Answer | undefined> {
  const more: SuiteItem = {
    label: '$(folder-opened) Choose suite files…',
    detail: 'Rows of templates or functional tests, or an association test',
    path: null,
  };
  const files = suites.map((suite): SuiteItem => ({
    label: path.basename(suite.path),
    description: suiteKindWords[suite.kind],
    detail: vscode.workspace.asRelativePath(suite.path),
    path: suite.path,
  }));
  const input = vscode.window.createQuickPick<SuiteItem>();
  input.title = title;
  input.placeholder = placeHolder;
  input.canSelectMany = true;
  input.ignoreFocusOut = true;
  input.items = [...files, more];
  input.selectedItems = files.filter((_, index) => suites[index]?.isChosen === true);
  return new Promise((resolve) => {
    const answer = (items: readonly SuiteItem[]): Answer => ({
      chosen: items.flatMap(({ path: file }) => (file === null ? [] : [file])),
      isMore: items.some(({ path: file }) => file === null),
    });
    input.onDidChangeSelection((items) => {
      if (!items.some(({ path: file }) => file === null)) return;
      resolve(answer(items));
      input.hide();
    });
    input.onDidAccept(() => {
      resolve(answer(input.selectedItems));
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

function placeHolderFor(kinds: readonly SuiteKind[]): string {
  return kinds.includes('template')
    ? 'Suites of your own (none: only those built in)'
    : 'Association tests of an encoder, such as SEAT files';
}

async function chooseFiles(kinds: readonly SuiteKind[]): Promise<RememberedSuite[]> {
  const files = await vscode.window.showOpenDialog({
    title: 'Suites to audit with',
    canSelectMany: true,
    openLabel: 'Add suites',
    filters: { Suites: ['jsonl', 'ndjson', 'json', 'csv', 'tsv', 'parquet'] },
  });
  const added: RememberedSuite[] = [];
  for (const { fsPath } of files ?? []) {
    const kind = (await suiteKindOf(fsPath)) ?? (await askKind(fsPath));
    if (kind === undefined) continue;
    if (!kinds.includes(kind)) {
      throw new UserError(
        `${path.basename(fsPath)} holds ${suiteKindWords[kind].toLowerCase()}, which ask a classifier; this model is an encoder.`,
        { next: 'Choose association tests, or train the encoder first and audit the run.' },
      );
    }
    added.push({ kind, path: fsPath, isChosen: true });
  }
  return added;
}

async function askKind(file: string): Promise<SuiteKind | undefined> {
  const picked = await vscode.window.showQuickPick(
    // note: an association test is one JSON object.
    suiteKinds
      .filter((kind) => kind !== 'seat')
      .map((suite) => ({ label: suiteKindWords[suite], suite })),
    { title: path.basename(file), placeHolder: 'What the file holds', ignoreFocusOut: true },
  );
  return picked?.suite;
}
