import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EvaluationReport, PredictionLine } from '../../protocol/reports';
import { runPaths } from '../../runs/runFolder';
import { writeFileAtomically } from '../../runs/writeAtomically';
import { evaluationMarkdown } from './evaluationMarkdown';
import { evaluationReportJson } from './evaluationReport';

/**
 * Writes reports/evaluation-SPLIT-TIME.json and .md into a run folder, and beside them what the model answered, row by row
 * (.predictions.jsonl), as `finetune predict --json` prints it.
 */
export function keepReport(
  run: string,
  report: EvaluationReport,
  predictions: readonly PredictionLine[],
): KeptReport {
  const { reports } = runPaths(run);
  mkdirSync(reports, { recursive: true });
  const time = new Date(report.createdAt * 1000).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const base = path.join(reports, `evaluation-${report.split ?? 'data'}-${time}`);
  writeFileAtomically(`${base}.md`, evaluationMarkdown(report));
  const lines = predictions.map((line) => `${JSON.stringify(line)}\n`);
  writeFileAtomically(`${base}.predictions.jsonl`, lines.join(''));
  // note: last, for who sees the report may look for the others.
  writeFileAtomically(`${base}.json`, evaluationReportJson(report));
  return { report: `${base}.json`, predictions: `${base}.predictions.jsonl` };
}

/** Paths of what was kept. */
export interface KeptReport {
  readonly report: string;
  readonly predictions: string;
}
