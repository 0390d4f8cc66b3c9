import path from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '../../protocol/formatNumber';
import type { FromDatasetPage } from '../../protocol/datasetPage';
import { DisposableStore } from '../disposables';
import { fixProblem, type MadeFix } from '../lint/fixProblem';
import type { LintFeature } from '../lint/lintFeature';
import { openPlace } from '../showFailure';
import type { Notice } from './datasetNotices';

/** Mends problems of the file that a page shows, and says what became of it. */
export class DatasetFixes {
  private readonly store = new DisposableStore();
  private last: MadeFix | null = null;
  private isUnsaved: boolean;

  /** `onChange` is told when there are other notices. */
  constructor(
    private readonly lint: LintFeature,
    private readonly file: string,
    private readonly onChange: () => void,
  ) {
    this.isUnsaved = this.document()?.isDirty === true;
    const noticed = ({ uri }: vscode.TextDocument): void => {
      if (uri.scheme === 'file' && uri.fsPath === file) this.note();
    };
    const { workspace } = vscode;
    this.store.add(workspace.onDidChangeTextDocument(({ document }) => noticed(document)));
    this.store.add(workspace.onDidSaveTextDocument(noticed));
    this.store.add(workspace.onDidCloseTextDocument(noticed));
  }

  /** Mends one problem. @throws UserError when the row is not what it was */
  async fix({ rule, row, line, title }: Extract<FromDatasetPage, { type: 'fix' }>): Promise<void> {
    const { file } = this;
    this.last = await fixProblem(this.lint, { file, rule, row, line, title });
    this.onChange();
  }

  notices(): readonly Notice[] {
    return [this.madeNotice(), this.unsavedNotice()].filter((notice) => notice !== null);
  }

  dispose(): void {
    this.store.dispose();
  }

  private madeNotice(): Notice | null {
    const { last } = this;
    if (last === null) return null;
    const { title, row, line } = last.wanted;
    const undo = async (): Promise<void> => {
      this.last = null;
      this.onChange();
      await last.undo();
    };
    return {
      severity: 'information',
      words: `Done in row ${formatCount(row)}: ${title}.`,
      actions: [
        { label: 'Undo', run: undo },
        {
          label: `Open line ${formatCount(line)}`,
          run: () => openPlace({ file: this.file, line }),
        },
      ],
    };
  }

  private unsavedNotice(): Notice | null {
    if (!this.isUnsaved) return null;
    const name = path.basename(this.file);
    return {
      severity: 'information',
      words: `${name} has unsaved changes: this page shows it as it was saved.`,
      actions: [
        { label: 'Save', run: () => this.document()?.save() },
        { label: 'Show in the editor', run: () => openPlace({ file: this.file }) },
      ],
    };
  }

  private note(): void {
    const isUnsaved = this.document()?.isDirty === true;
    if (isUnsaved === this.isUnsaved) return;
    this.isUnsaved = isUnsaved;
    this.onChange();
  }

  private document(): vscode.TextDocument | undefined {
    return vscode.workspace.textDocuments.find(
      ({ uri, isClosed }) => !isClosed && uri.scheme === 'file' && uri.fsPath === this.file,
    );
  }
}
