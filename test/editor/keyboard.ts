import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { until, type Session } from './session';
import { openSideBar, runCommand, takeScreenshot, webview } from './workbench';

/** What holds the focus of a page, through the roots of custom elements. */
interface Focused {
  readonly name: string;
  readonly role: string;
  readonly isVisible: boolean;
}

/** The trees and the pages without a mouse: everything is reached, named, and shows that it has the focus. */
export async function worksByKeyboard(session: Session): Promise<void> {
  const { page } = session;
  await openSideBar(page);
  await runCommand(page, 'Fine-Tune: Focus on Runs View');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  const focused = page.locator('.monaco-list-row.focused').first();
  await focused.waitFor();
  await page.keyboard.type('emotions');
  await page.keyboard.press('Enter');
  const frame = await webview(page, 'h1:text-is("emotions")');

  // note: the page remembers its tab; the others are reached by arrows from it.
  await frame.getByRole('tab', { selected: true }).focus();
  await page.keyboard.press('End');
  await frame.getByRole('tab', { name: 'Log', selected: true }).waitFor();
  await page.keyboard.press('Home');
  await frame.getByRole('tab', { name: 'Overview', selected: true }).waitFor();
  await frame.locator('canvas').first().waitFor();
  const stops = await tabThrough(session, frame);
  for (const wanted of [
    'Against',
    /^Smoothing/,
    'Log scale',
    'Table of Loss',
    /^Loss\. Arrows/,
    /smoothed/,
  ]) {
    assert.ok(
      stops.some(({ name }) => (wanted instanceof RegExp ? wanted.test(name) : name === wanted)),
      `${String(wanted)} is not among ${stops.map(({ name }) => name).join('; ')}`,
    );
  }
  for (const { name, role, isVisible } of stops) {
    assert.notEqual(name, '', `a ${role} has no name`);
    assert.ok(isVisible, `${name} does not show that it has the focus`);
  }
  await takeScreenshot(page, 'keyboard-focus');

  await focusButton(frame, 'Table of Loss');
  await page.keyboard.press('Space');
  await frame.locator('table.twin').first().waitFor();
  await page.keyboard.press('Space');
  await frame.locator('table.twin').first().waitFor({ state: 'hidden' });
  await focusButton(frame, 'More actions');
  await page.keyboard.press('Enter');
  await frame.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await takeScreenshot(page, 'keyboard-menu');
  await page.keyboard.press('Escape');
  await frame.getByRole('menuitem').first().waitFor({ state: 'hidden' });
  assert.equal((await focusedIn(frame))?.name, 'More actions');
}

/** The predict page by keys alone. */
export async function predictsByKeyboard(session: Session): Promise<void> {
  const { page } = session;
  await runCommand(page, 'Fine-Tune: Predict');
  const frame = await webview(page, 'textarea');
  const box = frame.locator('textarea').first();
  await box.focus();
  // note: the page gives the box what was tried last in the moment in which it appears.
  await until(session, 'the text stands in the box', async () => {
    await page.keyboard.press('Control+A');
    await page.keyboard.type('What a lovely day');
    return (await box.inputValue()) === 'What a lovely day';
  });
  await page.keyboard.press('Control+Enter');
  const answered = frame.locator('.asked').filter({ hasText: 'What a lovely day' });
  await answered.waitFor({ timeout: 60_000 });
}

async function focusButton(frame: Frame, name: string): Promise<void> {
  await frame.getByRole('button', { name, exact: true }).first().focus();
}

/** Every stop of the Tab key from here to the end of the page. */
async function tabThrough({ page }: Session, frame: Frame): Promise<readonly Focused[]> {
  const stops: Focused[] = [];
  for (let count = 0; count < 100; count++) {
    await page.keyboard.press('Tab');
    const stop = await focusedIn(frame);
    if (stop === null) return stops;
    stops.push(stop);
  }
  throw new Error('The Tab key does not leave the page.');
}

function focusedIn(frame: Frame): Promise<Focused | null> {
  return frame.evaluate(() => {
    const host = document.activeElement;
    if (host === null || host === document.body) return null;
    let inner: Element = host;
    while (inner.shadowRoot?.activeElement != null) inner = inner.shadowRoot.activeElement;
    const labelled = inner as Element & { readonly labels?: NodeListOf<HTMLElement> | null };
    const name =
      host.getAttribute('aria-label') ??
      inner.getAttribute('aria-label') ??
      labelled.labels?.[0]?.textContent ??
      document.getElementById(host.getAttribute('aria-labelledby') ?? '')?.textContent ??
      host.textContent;
    const isOutlined = (element: Element): boolean => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && outlineWidth !== '0px';
    };
    return {
      name: name.trim(),
      role: host.getAttribute('role') ?? host.tagName,
      isVisible: isOutlined(host) || isOutlined(inner),
    };
  });
}
