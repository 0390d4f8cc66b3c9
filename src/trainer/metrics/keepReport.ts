import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EvaluationReport } from '../../protocol/reports';
import { runPaths } from '../../runs/runFolder';
import { writeFileAtomically } from '../../runs/writeAtomically';
import { evaluationMarkdown } from './evaluationMarkdown';
import { evaluationReportJson } from './evaluationReport';

/** Writes reports/evaluation-SPLIT-TIME.json and .md into a run folder; returns the path of the first. */
export function keepReport(run: string, report: EvaluationReport): string {
  const { reports } = runPaths(run);
  mkdirSync(reports, { recursive: true });
  const time = new Date(report.createdAt * 1000).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const base = path.join(reports, `evaluation-${report.split ?? 'data'}-${time}`);
  writeFileAtomically(`${base}.md`, evaluationMarkdown(report));
  writeFileAtomically(`${base}.json`, evaluationReportJson(report));
  return `${base}.json`;
}
