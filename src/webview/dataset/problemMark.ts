import type { Severity } from '../../protocol/lint';
import { element } from '../element';

/** Shape and word say what the colour says. */
const marks: Readonly<Record<Severity, { readonly sign: string; readonly words: string }>> = {
  error: { sign: '✕', words: 'Error' },
  warning: { sign: '▲', words: 'Warning' },
  information: { sign: 'ℹ', words: 'Information' },
};

const order: readonly Severity[] = ['error', 'warning', 'information'];

export function problemMark(severity: Severity): HTMLElement {
  const { sign, words } = marks[severity];
  return element(
    'span',
    { class: `mark mark-${severity}`, attributes: { role: 'img', 'aria-label': words } },
    sign,
  );
}

/** The worst of several; null for none. */
export function worstOf(severities: readonly Severity[]): Severity | null {
  return order.find((severity) => severities.includes(severity)) ?? null;
}
