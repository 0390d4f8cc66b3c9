import path from 'node:path';
import * as vscode from 'vscode';
import { configPattern } from '../configFiles';
import type { DatasetReader } from '../datasets/datasetReader';
import { DisposableStore } from '../disposables';
import type { DataConfig } from '../../protocol/runConfig';
import type { Services } from '../services';

const selector: vscode.DocumentSelector = { pattern: configPattern, scheme: 'file' };

/** Completes `data.labels` of a run config with the labels of its training file, which the worker reads. */
export class LabelCompletion implements vscode.CompletionItemProvider, vscode.Disposable {
  private readonly store = new DisposableStore();

  constructor(
    private readonly services: Services,
    private readonly datasets: DatasetReader,
  ) {
    this.store.add(vscode.languages.registerCompletionItemProvider(selector, this, '"', '['));
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.CompletionItem[]> {
    // note: what a config of a stranger names is not read for a few keys typed in it.
    if (!vscode.workspace.isTrusted) return [];
    const { labelPlace } = await import('./labelPlace');
    const text = document.getText();
    const place = labelPlace(text, document.offsetAt(position));
    if (place === null) return [];
    const { trainingData } = await import('./trainingData');
    const data = trainingData(text, document.uri.fsPath) ?? this.lastGood(document.uri);
    if (data === null) return [];
    const { train, fields } = data;
    try {
      const found = await this.datasets.read(train, fields);
      if (token.isCancellationRequested) return [];
      if (found.reason !== null)
        this.services.log.info(`No labels to offer: ${train.path}: ${found.reason}`);
      const { labelOffers } = await import('./labelOffers');
      const range = new vscode.Range(
        document.positionAt(place.start),
        document.positionAt(place.end),
      );
      return labelOffers(place, found, path.basename(train.path)).map((offer, index) => {
        const item = new vscode.CompletionItem(
          { label: offer.title, description: offer.detail },
          vscode.CompletionItemKind.Value,
        );
        item.range = range;
        item.insertText = offer.text;
        item.filterText = offer.filter;
        // Before what the JSON schema offers: null, true and false.
        item.sortText = `!${String(index).padStart(4, '0')}`;
        item.preselect = index === 0;
        return item;
      });
    } catch (error) {
      this.services.log.info(`No labels to offer: ${train.path}: ${String(error)}`);
      return [];
    }
  }

  dispose(): void {
    this.store.dispose();
  }

  /** What the file on disk says, where a list is not closed and swallows the key that names the training file. */
  private lastGood(uri: vscode.Uri): Pick<DataConfig, 'train' | 'fields'> | null {
    return this.services.configs.get(uri)?.lastGood?.data ?? null;
  }
}
