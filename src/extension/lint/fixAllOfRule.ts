import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { catalogue } from '../../data/lint/catalogue';
import { UserError } from '../../protocol/errors';
import type { RuleId } from '../../protocol/lint';
import { commandId } from '../contributions';
import { withProgress } from '../commands/withProgress';
import { isUnsaved } from '../openAt';
import { countOf } from '../../protocol/formatNumber';
import { largestSynchronised } from '../largestSynchronised';
import { fixesApart } from './fixesApart';
import { editOf } from './lintEdits';
import type { LintFeature } from './lintFeature';
import type { OfferedFix } from './lintMessages';
import { openForFixes } from './openForFixes';
import { problemOf } from './problemTarget';

/** More changes than this cannot be looked through in the editor's preview: they go to a copy. */
const mostPreviewed = 2_000;

/**
 * Mends every finding of a rule in a file: previewed in an open document, in a copy where that is too much; for a file that is
 * not open, it asks which.
 */
export async function fixAllOfRule(
  lint: LintFeature,
  parameters: readonly unknown[],
): Promise<void> {
  const target = problemOf(parameters);
  if (target === null) return;
  const { file, rule } = target;
  const isInEditor = isShown(file) && (await stat(file)).size <= largestSynchronised;
  const way = isInEditor ? 'in place' : await chosenWay(lint, file, rule);
  if (way === 'in place') await fixInPlace(lint, file, rule);
  if (way === 'copy') await fixInCopy(lint, file, rule);
}

/** Whether the file has a tab: documents may be open without one. */
function isShown(file: string): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.fsPath === file),
  );
}

type Way = 'in place' | 'copy';

/** Undefined: neither. */
async function chosenWay(lint: LintFeature, file: string, rule: RuleId): Promise<Way | undefined> {
  const { size } = await stat(file);
  if (size > largestSynchronised || isTooMuch(lint, file, rule)) return 'copy';
  const name = path.basename(file);
  const ways: readonly (vscode.QuickPickItem & { readonly way: Way })[] = [
    {
      label: `Change ${name}`,
      detail: 'Every change is previewed first and can be left out; all are undone as one.',
      way: 'in place',
    },
    {
      label: `Write ${path.basename(freeName(file))}`,
      detail: `A copy in which all are mended. ${name} stays as it is.`,
      way: 'copy',
    },
  ];
  const title = `Fix all problems of ${rule} (${catalogue[rule].title})`;
  return (await vscode.window.showQuickPick(ways, { title, placeHolder: 'Where?' }))?.way;
}

function isTooMuch(lint: LintFeature, file: string, rule: RuleId): boolean {
  return (lint.results.get(file)?.counts[rule] ?? 0) > mostPreviewed;
}

async function fixInPlace(lint: LintFeature, file: string, rule: RuleId): Promise<void> {
  const document = lint.document(file) ?? (await openForFixes(lint, file));
  if (isTooMuch(lint, file, rule)) {
    await fixInCopy(lint, file, rule);
    return;
  }
  const version = document.version;
  const fixes = fixesApart(await lint.allFixes(file, rule));
  if (fixes.length === 0) {
    throw new UserError(`Nothing in ${path.basename(file)} can be mended for ${rule}.`, {
      next: 'Change or delete the rows by hand, or suppress the rule in this file with a reason.',
    });
  }
  if (document.version !== version) {
    throw new UserError('The file was changed meanwhile.', { next: 'Choose the fix again.' });
  }
  const isDone = await vscode.workspace.applyEdit(previewedEdit(document.uri, fixes, rule), {
    isRefactoring: true,
  });
  if (isDone && document.version === version) {
    void vscode.window.showInformationMessage(
      `Nothing was changed: no fix was ticked in the preview. The box of ${path.basename(file)} there ticks all.`,
    );
  }
}

function previewedEdit(
  uri: vscode.Uri,
  fixes: readonly OfferedFix[],
  rule: RuleId,
): vscode.WorkspaceEdit {
  const rows = countOf(fixes.length, 'fix', 'fixes');
  const edit = editOf(uri, fixes, {
    needsConfirmation: false,
    label: `${commonTitle(fixes) ?? `${rule} (${catalogue[rule].title})`}: ${rows}`,
    description: rule,
  });
  // note: the editor previews only where an edit needs confirmation, and shows such an edit without its tick. Making a file
  // that is there already is one it neither shows nor makes: so there is a preview, with everything ticked.
  edit.createFile(uri, { ignoreIfExists: true }, { needsConfirmation: true, label: rule });
  return edit;
}

/** What all the fixes do; null: not all do the same. */
function commonTitle(fixes: readonly OfferedFix[]): string | null {
  const [first] = fixes;
  return fixes.every(({ title }) => title === first?.title) ? (first?.title ?? null) : null;
}

async function fixInCopy(lint: LintFeature, file: string, rule: RuleId): Promise<void> {
  if (isUnsaved(file)) {
    throw new UserError(`${path.basename(file)} has changes that are not saved.`, {
      next: 'Save it: the fixes go to a copy of the saved file.',
    });
  }
  const setup = await lint.setupIfChecked(vscode.Uri.file(file));
  const out = freeName(file);
  const answer = await withProgress(`Writing ${path.basename(out)}`, (signal, report) =>
    lint.askFiles(
      { type: 'fix-copy', path: file, setup, rule, out },
      { signal, report: (share) => report(Math.floor(100 * share)) },
    ),
  );
  if (answer.type !== 'copied') return;
  const isForEditor = (await stat(out)).size <= largestSynchronised;
  const opening = isForEditor ? 'vscode.open' : commandId('openDataset');
  await vscode.commands.executeCommand(opening, vscode.Uri.file(out));
  const mended = countOf(answer.mended, 'problem');
  void vscode.window.showInformationMessage(
    `${path.basename(out)} is a copy with ${mended} of ${rule} mended. ${path.basename(file)} is as it was.`,
  );
}

/** `data.fixed.jsonl` beside `data.jsonl`; numbered where that is taken. */
function freeName(file: string): string {
  const { dir, name, ext } = path.parse(file);
  for (let number = 1; ; number += 1) {
    const out = path.join(dir, `${name}.fixed${number === 1 ? '' : `-${number}`}${ext}`);
    if (!existsSync(out)) return out;
  }
}
