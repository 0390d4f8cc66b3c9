import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pageHtml } from '../../../src/extension/panels/html';
import type { PageTheme } from './themes';

const dist = process.env.FINETUNE_DIST ?? path.join(process.env.FINETUNE_ROOT ?? '.', 'dist');
const origin = 'https://page.test';

/** A page of the product in a plain browser, with its real document and policy and a fake host. */
export interface OpenPage {
  readonly page: Page;
  /** Sends a message as the extension host does: through JSON. */
  post(message: unknown): Promise<void>;
  /** What the page has sent so far. */
  sent(): Promise<{ type: string; [key: string]: unknown }[]>;
  /** Everything the browser complained about: policy violations, exceptions, errors. */
  readonly complaints: string[];
  setTheme(theme: PageTheme): Promise<void>;
}

interface FakeHost {
  sent: { type: string }[];
  state: unknown;
}

/** Opens dist/webview/NAME as VS Code would; `state` is what the page remembered earlier. */
export async function openPage(
  browser: Browser,
  name: 'run' | 'compare' | 'predict' | 'dataset' | 'audit',
  options: { theme: PageTheme; width: number; height?: number; state?: unknown; id?: string },
): Promise<OpenPage> {
  const page = await browser.newPage({
    viewport: { width: options.width, height: options.height ?? 1200 },
  });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const html = pageHtml({
    title: name,
    script: `${origin}/${name}.js`,
    styles: [`${origin}/${name}.css`],
    cspSource: origin,
    nonce: 'abc',
    id: options.id ?? 'page-under-test',
  });
  await page.route(`${origin}/**`, async (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    if (file === '') return route.fulfill({ contentType: 'text/html', body: html });
    if (file === 'favicon.ico') return route.fulfill({ status: 204 });
    return route.fulfill({
      contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript',
      body: readFileSync(path.join(dist, 'webview', file)),
    });
  });
  await page.addInitScript(installFakeHost, options.state ?? null);
  await page.addInitScript(applyTheme, {
    bodyClass: options.theme.bodyClass,
    variables: options.theme.variables,
  });
  await page.goto(`${origin}/`);
  return {
    page,
    complaints,
    post: (message) =>
      page.evaluate((text) => postMessage(JSON.parse(text)), JSON.stringify(message)),
    sent: () => page.evaluate(() => (window as unknown as { fakeHost: FakeHost }).fakeHost.sent),
    setTheme: ({ bodyClass, variables }) => page.evaluate(applyTheme, { bodyClass, variables }),
  };
}

/** Runs in the page, before its script. */
function installFakeHost(state: unknown): void {
  const host: FakeHost = { sent: [], state };
  Object.assign(window, {
    fakeHost: host,
    acquireVsCodeApi: () => ({
      postMessage: (message: { type: string }) => host.sent.push(message),
      getState: () => host.state ?? undefined,
      setState: (next: unknown) => {
        host.state = JSON.parse(JSON.stringify(next));
      },
    }),
  });
}

/** Runs in the page: variables on the root, class on the body, as VS Code does it. */
function applyTheme({
  bodyClass,
  variables,
}: {
  bodyClass: string;
  variables: Readonly<Record<string, string>>;
}): void {
  const apply = (): void => {
    const { style } = document.documentElement;
    for (const name of [...style].filter((each) => each.startsWith('--vscode-')))
      style.removeProperty(name);
    for (const [name, value] of Object.entries(variables))
      style.setProperty(`--vscode-${name}`, value);
    document.body.className = bodyClass;
    document.body.dataset.vscodeThemeKind = bodyClass.split(' ').at(-1) ?? '';
  };
  // note: as an init script it runs before there is a document; VS Code has styled it before scripts run.
  if (document.querySelector('body') !== null) {
    apply();
    return;
  }
  const observer = new MutationObserver(() => {
    if (document.querySelector('body') === null) return;
    observer.disconnect();
    apply();
  });
  observer.observe(document, { childList: true, subtree: true });
}
