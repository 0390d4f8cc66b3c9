import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { suiteKindOf, suiteKinds, suiteKindWords } from '../../audit/suiteForm';
import type { SuiteKind } from '../../audit/suiteForm';
import { UserError } from '../../protocol/errors';
import type { DatasetReader } from '../datasets/datasetReader';
import type { Services } from '../services';
import { showFailure } from '../showFailure';
import type { AuditCall } from './auditArguments';
import {
  rememberBuiltIns,
  rememberedBuiltIns,
  rememberedSuites,
  rememberSuites,
} from './rememberedSuites';
import type { RememberedSuite } from './rememberedSuites';
import { builtInWords } from './askableSuites';
import type { AskableSuites, BuiltInSuite } from './askableSuites';

interface SuiteItem extends vscode.QuickPickItem {
  readonly answer:
    | { readonly type: 'built-in'; readonly name: BuiltInSuite }
    | { readonly type: 'file'; readonly path: string }
    | { readonly type: 'more' };
}

/**
 * Suites that ship and files of the user's own, ticked as for the last audit; undefined gives up. A file that an audit could not ask
 * is refused here, and the question stays.
 */
export async function askSuites(
  { context: { workspaceState: memory }, log }: Pick<Services, 'context' | 'log'>,
  datasets: Pick<DatasetReader, 'requireSuite'>,
  title: string,
  askable: AskableSuites,
): Promise<Pick<AuditCall, 'suites' | 'builtIn'> | undefined> {
  const isFitting = ({ kind }: RememberedSuite): boolean => askable.files.includes(kind);
  let builtIn = rememberedBuiltIns(memory, askable);
  let known = rememberedSuites(memory).filter(({ path: file }) => existsSync(file));
  for (;;) {
    const items = itemsFor(askable, builtIn, known.filter(isFitting));
    const chosen = await showSuites(title, items);
    if (chosen === undefined) return undefined;
    const isMore = chosen.some(({ type }) => type === 'more');
    builtIn = chosen.flatMap((each) => (each.type === 'built-in' ? [each.name] : []));
    const files = chosen.flatMap((each) => (each.type === 'file' ? [each.path] : []));
    // note: what this model cannot be asked stays as it was.
    known = known.map((suite) =>
      isFitting(suite) ? { ...suite, isChosen: files.includes(suite.path) } : suite,
    );
    if (isMore) {
      const added = await orRefuse(chooseFiles(datasets, askable.files), []);
      const others = known.filter((suite) => !added.some(({ path: file }) => file === suite.path));
      known = [...added, ...others];
    }
    await rememberSuites(memory, known);
    await rememberBuiltIns(memory, askable, builtIn);
    if (isMore) continue;
    const suites = known
      .filter((suite) => isFitting(suite) && suite.isChosen)
      .map(({ kind, path: file }) => ({ kind, path: file }));
    // note: one that was fine when it was added may have changed since.
    const spoilt = await spoiltOf(suites);
    if (spoilt.length === 0) return { suites, builtIn };
    known = known.map((suite) =>
      spoilt.includes(suite.path) ? { ...suite, isChosen: false } : suite,
    );
    await rememberSuites(memory, known);
  }

  async function spoiltOf(suites: AuditCall['suites']): Promise<readonly string[]> {
    const spoilt: string[] = [];
    for (const { kind, path: file } of suites) {
      const isFine = datasets.requireSuite(kind, file).then(() => true);
      if (!(await orRefuse(isFine, false))) spoilt.push(file);
    }
    return spoilt;
  }

  /** Says what is wrong with a file beside the question, whose other answers stay. */
  async function orRefuse<T>(work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      void showFailure(log, error);
      return otherwise;
    }
  }
}

function itemsFor(
  { builtIn }: AskableSuites,
  chosen: readonly BuiltInSuite[],
  suites: readonly RememberedSuite[],
): SuiteItem[] {
  return [
    ...builtIn.map((name): SuiteItem => ({
      label: builtInWords[name][0],
      description: 'built in',
      detail: builtInWords[name][1],
      picked: chosen.includes(name),
      answer: { type: 'built-in', name },
    })),
    ...suites.map((suite): SuiteItem => ({
      label: path.basename(suite.path),
      description: suiteKindWords[suite.kind],
      detail: vscode.workspace.asRelativePath(suite.path),
      picked: suite.isChosen,
      answer: { type: 'file', path: suite.path },
    })),
    { label: '$(folder-opened) Choose suite files…', answer: { type: 'more' } },
  ];
}

/** The item for more files answers as soon as it is ticked. */
function showSuites(
  title: string,
  items: readonly SuiteItem[],
): Promise<readonly SuiteItem['answer'][] | undefined> {
  const input = vscode.window.createQuickPick<SuiteItem>();
  input.title = title;
  input.placeholder = 'What to ask the model';
  input.canSelectMany = true;
  input.ignoreFocusOut = true;
  input.items = items;
  input.selectedItems = items.filter(({ picked }) => picked === true);
  return new Promise((resolve) => {
    const answer = (chosen: readonly SuiteItem[]): void => {
      resolve(chosen.map((item) => item.answer));
      input.hide();
    };
    input.onDidChangeSelection((chosen) => {
      if (chosen.some((item) => item.answer.type === 'more')) answer(chosen);
    });
    input.onDidAccept(() => answer(input.selectedItems));
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

/** @throws UserError for a file that an audit could not ask */
async function chooseFiles(
  datasets: Pick<DatasetReader, 'requireSuite'>,
  kinds: readonly SuiteKind[],
): Promise<RememberedSuite[]> {
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
    await datasets.requireSuite(kind, fsPath);
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
