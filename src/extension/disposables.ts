/** Anything that is let go once; `vscode.Disposable` is one. */
export interface Disposable {
  dispose(): unknown;
}

/** Owns what listens; what is added after the end is disposed at once. */
export class DisposableStore implements Disposable {
  private readonly items: Disposable[] = [];
  private isDisposed = false;

  add<T extends Disposable>(item: T): T {
    if (this.isDisposed) item.dispose();
    else this.items.push(item);
    return item;
  }

  /** Newest first, as it was built. */
  dispose(): void {
    this.isDisposed = true;
    for (const item of this.items.splice(0).reverse()) item.dispose();
  }
}
