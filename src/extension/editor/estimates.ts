import { stat } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';
import type { Estimate } from '../../protocol/reports';
import { runCli } from '../cliProcess';
import { Emitter } from '../emitter';
import type { HostPrograms } from '../hostProcess';

/** Estimates of run configs, each kept for one saved version of its file. */
export class Estimates {
  private readonly known = new Map<string, { version: number; estimate: Estimate }>();
  private readonly pending = new Set<string>();
  private readonly changes = new Emitter<void>();

  readonly onDidChange = this.changes.event;

  constructor(private readonly programs: HostPrograms) {}

  /** The newest estimate of a config, also of an earlier version of it. */
  get(uri: vscode.Uri): Estimate | null {
    return this.known.get(uri.fsPath)?.estimate ?? null;
  }

  /** @throws UserError with the reason from the command line */
  async compute(uri: vscode.Uri, signal: AbortSignal): Promise<Estimate> {
    const file = uri.fsPath;
    const version = (await stat(file)).mtimeMs;
    const output = await runCli({
      programs: this.programs,
      parameters: ['estimate', file, '--json'],
      cwd: path.dirname(file),
      signal,
    });
    const estimate = parseEstimate(output);
    this.known.set(file, { version, estimate });
    this.changes.fire();
    return estimate;
  }

  /** Estimates in the background unless this version was estimated; failures are the diagnostics' business. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const file = uri.fsPath;
    const version = await stat(file).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (version === null || this.pending.has(file)) return;
    if (this.known.get(file)?.version === version) return;
    this.pending.add(file);
    try {
      await this.compute(uri, AbortSignal.timeout(60_000));
    } catch {
      this.known.delete(file);
      this.changes.fire();
    } finally {
      this.pending.delete(file);
    }
  }

  dispose(): void {
    this.changes.dispose();
  }
}

/** @throws Error when the text is not an estimate */
function parseEstimate(output: string): Estimate {
  const raw = JSON.parse(output) as Partial<Estimate> | null;
  if (typeof raw?.memoryBytes?.total !== 'number' || typeof raw.seconds !== 'number') {
    throw new Error(`finetune estimate printed no estimate: ${output.slice(0, 200)}`);
  }
  return raw as Estimate;
}
