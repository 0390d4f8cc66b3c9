import path from 'node:path';
import type { KnownRun } from '../runs/knownRun';
import type { Difference } from '../runs/runConfigOf';
import { secondsTaken } from '../runs/runFacts';
import {
  countOf,
  formatBytes,
  formatCount,
  formatScore,
  formatWholeDuration,
} from '../../protocol/formatNumber';
import { escapeMarkdown, markdownTable } from './markdown';
import { runDescription } from './runText';

/** The tooltip of a run as Markdown: a small table and what differs from the previous run of its config. */
export function runTooltip(run: KnownRun, differences: readonly Difference[]): string {
  const { record } = run;
  const seconds = secondsTaken(run);
  const rows: [string, string][] = [
    ['State', record.state === 'finished' ? 'Finished' : runDescription(run)],
  ];
  rows.push(['Started', new Date(record.startedAt * 1_000).toLocaleString('sv')]);
  if (record.model !== null) {
    const { family, parameters, labels } = record.model;
    rows.push([
      'Model',
      `${path.basename(record.model.path)} (${family}, ${millions(parameters)})`,
    ]);
    rows.push(['Labels', labels.length > 8 ? `${labels.length} labels` : labels.join(', ')]);
  }
  for (const dataset of record.datasets) {
    rows.push([
      capital(dataset.split),
      `${path.basename(dataset.path)}, ${countOf(dataset.rows, 'row')}`,
    ]);
  }
  if (record.device !== null) rows.push(['Device', `${record.device} (${record.engine})`]);
  if (record.best !== null) {
    const { metric, value, step } = record.best;
    rows.push(['Best', `${metric} ${formatScore(metric, value)} at step ${formatCount(step)}`]);
  }
  if (record.peakMemoryBytes !== null) rows.push(['Memory', formatBytes(record.peakMemoryBytes)]);
  if (seconds !== null) rows.push(['Time', formatWholeDuration(seconds)]);
  for (const { key, previous } of differences.slice(0, 6)) {
    rows.push([key, `${previous} in the run before`]);
  }
  const note = record.note === null ? '' : `\n\n${escapeMarkdown(record.note)}`;
  const next =
    record.failure === null
      ? ''
      : `\n\n${escapeMarkdown(`${record.failure.reason} ${record.failure.next}`)}`;
  return `**${escapeMarkdown(record.name)}**\n\n${markdownTable(rows)}${next}${note}`;
}

function millions(count: number): string {
  return count >= 1e6
    ? `${(count / 1e6).toFixed(1)} M parameters`
    : `${formatCount(count)} parameters`;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
