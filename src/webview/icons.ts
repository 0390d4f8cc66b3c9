import { assertNever } from '../protocol/assertNever';
import type { RunState } from '../protocol/run';
import { svg } from './element';

/** The shapes that say a run's state without colour. */
export type StateShape = RunState | 'waiting';

const filled = { fill: 'currentColor' };
const outlined = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.4 };

function shapes(state: StateShape): SVGElement[] {
  switch (state) {
    case 'starting':
    case 'running':
    case 'stopping':
      return [
        svg('circle', { cx: 8, cy: 8, r: 6, ...outlined, 'stroke-opacity': 0.3 }),
        svg('path', { d: 'M8 2a6 6 0 0 1 6 6', ...outlined, 'stroke-width': 2, class: 'spin' }),
      ];
    case 'waiting':
      return [
        svg('circle', { cx: 8, cy: 8, r: 6, ...outlined }),
        svg('path', { d: 'M8 4.5V8l2.5 2', ...outlined }),
      ];
    case 'finished':
      return [
        svg('circle', { cx: 8, cy: 8, r: 7, ...filled }),
        svg('path', { d: 'M4.8 8.2l2.2 2.2 4.2-4.6', class: 'cut-out' }),
      ];
    case 'stopped':
      return [
        svg('circle', { cx: 8, cy: 8, r: 6, ...outlined }),
        svg('path', { d: 'M3.8 3.8l8.4 8.4', ...outlined }),
      ];
    case 'failed':
      return [
        svg('circle', { cx: 8, cy: 8, r: 6, ...outlined }),
        svg('path', { d: 'M5.5 5.5l5 5m0-5l-5 5', ...outlined }),
      ];
    case 'interrupted':
      return [
        svg('path', { d: 'M2 8h4m4 0h4', ...outlined, 'stroke-width': 2 }),
        svg('path', { d: 'M6 5v6M10 5v6M7 3l2 2M7 13l2-2', ...outlined }),
      ];
    default:
      return assertNever(state, 'state');
  }
}

/** A 16 px icon in the look of VS Code's own; its word stands beside it. */
export function stateIcon(state: StateShape): SVGElement {
  const frame = { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' };
  return svg('svg', { ...frame, class: `state-icon state-${state}` }, ...shapes(state));
}

/** A short line in a run's colour; stands before its name wherever the run is named. */
export function runSwatch(color: string): SVGElement {
  const frame = { width: 14, height: 10, viewBox: '0 0 14 10', 'aria-hidden': 'true' };
  return svg('svg', frame, svg('rect', { x: 0, y: 3, width: 14, height: 4, rx: 1, fill: color }));
}
