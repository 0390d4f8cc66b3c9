import { svg } from '../element';
import type { DotLook } from './dotRow';

/** The mark of a value, around (0, 0): its shape says the verdict without colour. */
export function dotMark(look: DotLook): SVGElement {
  switch (look) {
    case 'found':
      return svg('path', { class: 'mark found', d: 'M0 -5.5L5.5 0L0 5.5L-5.5 0Z' });
    case 'better':
      return svg('path', { class: 'mark better', d: 'M0 -4.5L5 4L-5 4Z' });
    case 'none':
      return svg('circle', { class: 'mark none', r: 4 });
    case 'few':
      return svg('circle', { class: 'mark few', r: 3.5 });
  }
}

/** A mark with its meaning, for the legend. */
export function markSample(look: DotLook): SVGElement {
  return svg(
    'svg',
    { class: 'mark-sample', width: 14, height: 14, viewBox: '-7 -7 14 14', 'aria-hidden': 'true' },
    dotMark(look),
  );
}
