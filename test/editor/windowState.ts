import type { Page } from 'playwright-core';

/**
 * Waits until the browser has stored that `tab` is open. The workbench stores its window now and then and when it
 * loses the focus, but not surely before a reload: what was opened a moment before would be gone afterwards.
 * @param tab words that only this tab's stored state holds
 */
export async function untilTabIsStored(page: Page, tab: string, timeoutMs = 60_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    await page.evaluate(leaveAndReturn);
    await page.waitForTimeout(500);
    if ((await page.evaluate(storedEditors)).some((state) => state.includes(tab))) return;
    if (Date.now() > end) throw new Error(`The window did not store that ${tab} is open.`);
  }
}

/** Runs in the page: what a user who looks at another window does to this one. */
function leaveAndReturn(): void {
  for (const [hasFocus, event] of [
    [false, 'blur'],
    [true, 'focus'],
  ] as const) {
    document.hasFocus = () => hasFocus;
    window.dispatchEvent(new Event(event));
  }
}

/** Runs in the page: the stored states of the editor area, of every database of the workbench. */
async function storedEditors(): Promise<string[]> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = () => {
        reject(new Error('The database does not answer.'));
      };
    });
  const found: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith('vscode-web-state-db') !== true) continue;
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const table = database.transaction(store).objectStore(store);
      const state: unknown = await answer(table.get('memento/workbench.parts.editor'));
      if (typeof state === 'string') found.push(state);
    }
    database.close();
  }
  return found;
}
