import { Emitter } from '../emitter';
import { isAsTyped } from './asTyped';
import type { LintFinding, RuleId } from '../../protocol/lint';
import type { FileFindings } from './lintMessages';
import type { LintPart } from './lintWorkers';
import { lintParts } from './lintWorkers';

/** What is known of a file: by part, since two workers look at it. */
interface Known {
  readonly parts: Map<LintPart, FileFindings>;
}

/** Findings of all files that were checked, open or not. */
export class LintResults {
  private readonly files = new Map<string, Known>();
  private readonly shares = new Map<string, number>();
  private readonly changes = new Emitter<string>();
  private readonly steps = new Emitter<string>();

  /** A file's findings have changed; the value is its path. */
  readonly onDidChange = this.changes.event;
  /** A check has come further, or ended. */
  readonly onDidProgress = this.steps.event;

  paths(): readonly string[] {
    return [...this.files.keys()];
  }

  /** Null: the file was not checked. */
  get(path: string): FileFindings | null {
    const known = this.files.get(path);
    return known === undefined ? null : together([...known.parts.values()]);
  }

  /** Share of a check under way that is done; null: none is. */
  progress(path: string): number | null {
    return this.shares.get(path) ?? null;
  }

  /** Null ends it. */
  setProgress(path: string, share: number | null): void {
    if (share === null) this.shares.delete(path);
    else this.shares.set(path, share);
    this.steps.fire(path);
  }

  /** Whether everything that looks at a file has spoken. */
  isComplete(path: string): boolean {
    return this.files.get(path)?.parts.size === lintParts.length;
  }

  /** Whether any file has a problem. */
  hasFindings(): boolean {
    for (const { parts } of this.files.values())
      for (const { findings } of parts.values()) if (findings.length > 0) return true;
    return false;
  }

  /** What one worker found in an open file. What the other found stays. */
  setPart(path: string, part: LintPart, found: FileFindings): void {
    const known = this.files.get(path) ?? { parts: new Map<LintPart, FileFindings>() };
    known.parts.set(part, found);
    this.files.set(path, known);
    this.changes.fire(path);
  }

  /** What a check of the file as it stands on disk found. When the file is opened, each worker takes over its part. */
  setWhole(path: string, found: FileFindings): void {
    const rows = only(found, isAsTyped);
    const rest = only(found, (rule) => !isAsTyped(rule));
    this.files.set(path, {
      parts: new Map([
        ['rows', { ...rows, suppressed: 0 }],
        ['files', rest],
      ]),
    });
    this.changes.fire(path);
  }

  delete(path: string): void {
    if (this.files.delete(path)) this.changes.fire(path);
  }

  clear(): void {
    for (const path of this.paths()) this.delete(path);
  }

  dispose(): void {
    this.changes.dispose();
    this.steps.dispose();
  }
}

function only(found: FileFindings, isMeant: (rule: RuleId) => boolean): FileFindings {
  const counts = Object.entries(found.counts) as [RuleId, number][];
  return {
    ...found,
    findings: found.findings.filter(({ rule }) => isMeant(rule)),
    counts: Object.fromEntries(counts.filter(([rule]) => isMeant(rule))),
  };
}

function together(parts: readonly FileFindings[]): FileFindings {
  const counts: Partial<Record<RuleId, number>> = {};
  const findings: LintFinding[] = [];
  let suppressed = 0;
  for (const part of parts) {
    findings.push(...part.findings);
    suppressed += part.suppressed;
    for (const [rule, count] of Object.entries(part.counts) as [RuleId, number][]) {
      counts[rule] = (counts[rule] ?? 0) + count;
    }
  }
  return {
    rows: Math.max(0, ...parts.map(({ rows }) => rows)),
    schema: parts.find(({ schema }) => schema !== null)?.schema ?? null,
    findings,
    counts,
    suppressed,
    tokens: parts.find(({ tokens }) => tokens !== null)?.tokens ?? null,
    areOfSaved: parts.some(({ areOfSaved }) => areOfSaved === true),
  };
}
