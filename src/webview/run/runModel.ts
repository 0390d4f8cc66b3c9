import { assertNever } from '../../protocol/assertNever';
import type { RunSnapshot, ToRunPage } from '../../protocol/pages';
import type { Curves } from '../plot/curves';
import { appendLines, emptyCurves } from '../plot/curves';
import type { PlottedRun } from '../plot/plottedRun';

/** One run as the page knows it: the snapshot, kept up to date, and its points by column. */
export interface KnownRun extends RunSnapshot {
  readonly curves: Curves;
  /** What the host is doing for this run, in words. */
  readonly busy: string | null;
}

export interface RunModel {
  readonly shown: KnownRun;
  readonly overlaid: readonly KnownRun[];
  readonly others: readonly { readonly id: string; readonly name: string }[];
}

const logLimit = 200_000;

/** What the page knows after a message. Events before the first snapshot say nothing and are dropped. */
export function applyMessage(model: RunModel | null, message: ToRunPage): RunModel | null {
  if (message.type === 'snapshot') {
    return {
      shown: learn(message.shown),
      overlaid: message.overlaid.map(learn),
      others: message.others,
    };
  }
  if (model === null) return null;
  const change = (run: KnownRun): KnownRun =>
    run.id === message.id ? applyEvent(run, message) : run;
  return { ...model, shown: change(model.shown), overlaid: model.overlaid.map(change) };
}

function applyEvent(run: KnownRun, message: Exclude<ToRunPage, { type: 'snapshot' }>): KnownRun {
  switch (message.type) {
    case 'lines':
      // note: in place; copying 10,000 points for each new one would cost more than drawing them.
      appendLines(run.curves, message.lines);
      return run;
    case 'record':
      return { ...run, record: message.record };
    case 'evaluation':
      return { ...run, evaluations: [...run.evaluations, message.report] };
    case 'log':
      return { ...run, log: (run.log + message.text).slice(-logLimit) };
    case 'checkpoints':
      return { ...run, checkpoints: message.steps };
    case 'busy':
      return { ...run, busy: message.words };
    default:
      return assertNever(message, 'message');
  }
}

function learn(snapshot: RunSnapshot): KnownRun {
  const curves = emptyCurves();
  appendLines(curves, snapshot.lines);
  return { ...snapshot, lines: [], curves, busy: null };
}

/** A run as the charts take it. */
export function plotted(run: KnownRun, color: number): PlottedRun {
  const { best, events, name } = run.record;
  return {
    id: run.id,
    name,
    color,
    curves: run.curves,
    best,
    checkpoints: run.checkpoints,
    events,
  };
}

/**
 * Colours by run: those already given stay, a new run takes the lowest that is free. The shown run is first.
 */
export function assignColors(
  ids: readonly string[],
  known: Readonly<Record<string, number>>,
): Record<string, number> {
  const colors: Record<string, number> = {};
  for (const id of ids) {
    const before = known[id];
    if (before !== undefined && !Object.values(colors).includes(before)) colors[id] = before;
  }
  for (const id of ids) {
    if (colors[id] !== undefined) continue;
    const taken = new Set(Object.values(colors));
    let color = 0;
    while (taken.has(color)) color++;
    colors[id] = color;
  }
  return colors;
}
