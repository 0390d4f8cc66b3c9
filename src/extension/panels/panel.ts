import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageTypes } from '../contributions';
import type { PageName } from '../contributions';
import { DisposableStore } from '../disposables';
import { pageHtml } from './html';

/** The host's half of one open page. */
export interface PageHost<In> {
  parse(raw: unknown): In | null;
  receive(message: In): void | Promise<void>;
  /** Sends everything; called when the page is ready and whenever it becomes visible again. */
  sendSnapshot(): void | Promise<void>;
  dispose(): void;
}

/** What a host may do with its page. */
export interface Page<Out> {
  readonly id: string;
  /** Dropped while the page is hidden: it gets a snapshot when shown. */
  post(message: Out): void;
  setTitle(title: string): void;
  /** Closes the page: what it shows is gone. */
  close(): void;
}

export interface PageKind<In, Out> {
  readonly name: PageName;
  readonly titleOf: (id: string) => string;
  readonly connect: (page: Page<Out>) => PageHost<In>;
}

interface OpenPanel {
  readonly panel: vscode.WebviewPanel;
  /** Posts what waits for the page, if it can be posted now. */
  readonly deliver: () => void;
}

/**
 * All open pages of one kind, one for each id: the only place where webview panels are made. Pages
 * come back after a restart through the id they keep in their state.
 */
export class Pages<In, Out> implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private readonly store = new DisposableStore();
  private readonly open = new Map<string, OpenPanel>();

  /** By page: what is said to it next. */
  private readonly waiting = new Map<string, Out>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
    private readonly kind: PageKind<In, Out>,
  ) {
    this.store.add(vscode.window.registerWebviewPanelSerializer(pageTypes[kind.name], this));
  }

  /** Opens the page about `id`, or shows the one that is open already. `message` reaches it once it has a snapshot. */
  show(id: string, message?: Out): void {
    if (message !== undefined) this.waiting.set(id, message);
    const known = this.open.get(id);
    if (known !== undefined) {
      known.panel.reveal();
      known.deliver();
      return;
    }
    const { name, titleOf } = this.kind;
    const panel = vscode.window.createWebviewPanel(
      pageTypes[name],
      titleOf(id),
      vscode.ViewColumn.Active,
    );
    this.build(panel, id);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const id = idOf(state);
    if (id === null || this.open.has(id)) panel.dispose();
    else this.build(panel, id);
    return Promise.resolve();
  }

  dispose(): void {
    this.store.dispose();
    for (const { panel } of [...this.open.values()]) panel.dispose();
  }

  private build(panel: vscode.WebviewPanel, id: string): void {
    const { webview } = panel;
    const files = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    const { name, connect, titleOf } = this.kind;
    const address = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString();
    webview.options = { enableScripts: true, localResourceRoots: [files] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media', 'page-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media', 'page-dark.svg'),
    };
    panel.title = titleOf(id);

    let isReady = false;
    const post = (message: Out): void => {
      if (isReady && panel.visible) void webview.postMessage(message);
    };
    const deliver = (): void => {
      const message = this.waiting.get(id);
      // note: a page that is being shown gets it with its snapshot.
      if (message === undefined || !isReady || !panel.visible) return;
      this.waiting.delete(id);
      post(message);
    };
    const host = connect({
      id,
      post,
      setTitle: (title) => {
        if (panel.title !== title) panel.title = title;
      },
      close: () => void panel.dispose(),
    });
    const guarded = (work: () => void | Promise<void>): void => {
      Promise.resolve()
        .then(work)
        .catch((error: unknown) => this.log.error(error instanceof Error ? error : String(error)));
    };
    this.open.set(id, { panel, deliver });
    const listeners = new DisposableStore();
    listeners.add(
      webview.onDidReceiveMessage((raw: unknown) => {
        const message = host.parse(raw);
        if (message === null) {
          this.log.warn(`The ${name} page sent a message that is not understood.`);
          return;
        }
        if (isReadyMessage(raw)) {
          isReady = true;
          guarded(async () => {
            await host.sendSnapshot();
            deliver();
          });
        } else {
          guarded(() => host.receive(message));
        }
      }),
    );
    listeners.add(
      panel.onDidChangeViewState(() => {
        // note: a hidden page is torn down and says that it is ready when it is shown again.
        if (!panel.visible) isReady = false;
        else if (isReady) guarded(() => host.sendSnapshot());
      }),
    );
    panel.onDidDispose(() => {
      // note: a disposed panel throws when it is asked whether it is visible.
      isReady = false;
      this.open.delete(id);
      this.waiting.delete(id);
      listeners.dispose();
      host.dispose();
    });
    // note: last, so that nothing the page says is missed.
    webview.html = pageHtml({
      title: panel.title,
      script: address(`${name}.js`),
      styles: [address(`${name}.css`)],
      cspSource: webview.cspSource,
      nonce: randomBytes(18).toString('base64'),
      id,
    });
  }
}

function isReadyMessage(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null && 'type' in raw && raw.type === 'ready';
}

/** The page keeps `{ id }` among what it remembers. */
function idOf(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('id' in state)) return null;
  return typeof state.id === 'string' && state.id.length > 0 ? state.id : null;
}
