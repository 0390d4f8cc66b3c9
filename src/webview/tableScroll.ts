import { element } from './element';

/** A frame in which a wide table scrolls sideways, by keyboard too while there is something to scroll. */
export function tableScroll(label: string, table: HTMLElement): HTMLElement {
  const frame = element('div', { class: 'table-scroll' }, table);
  const update = (): void => {
    const isWide = frame.scrollWidth > frame.clientWidth;
    for (const [name, value] of [
      ['tabindex', '0'],
      ['role', 'region'],
      ['aria-label', label],
    ] as const) {
      if (isWide) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
  };
  const observer = new ResizeObserver(update);
  observer.observe(frame);
  observer.observe(table);
  return frame;
}
