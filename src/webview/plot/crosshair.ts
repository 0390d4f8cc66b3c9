import { element, setText } from '../element';

export interface Crosshair {
  /** Moves into a plot's area after it was built anew. */
  attachTo(over: HTMLElement): void;
  /** Shows the line at `left` pixels, with words beside it where there are any; null hides it. */
  show(left: number | null, words: string | null): void;
}

/** The vertical line that all charts share, with a small label for the marks under it. */
export function createCrosshair(): Crosshair {
  const line = element('div', { class: 'crosshair-line' });
  const label = element('div', { class: 'crosshair-label' });
  const root = element('div', { class: 'crosshair', attributes: { hidden: '' } }, line, label);
  return {
    attachTo: (over) => over.append(root),
    show: (left, words) => {
      root.hidden = left === null;
      if (left === null) return;
      root.style.transform = `translateX(${left}px)`;
      label.hidden = words === null;
      setText(label, words ?? '');
      const isPastMiddle = left > (root.parentElement?.clientWidth ?? 0) / 2;
      label.classList.toggle('to-left', isPastMiddle);
    },
  };
}
