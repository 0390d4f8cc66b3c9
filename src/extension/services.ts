import type * as vscode from 'vscode';
import type { ConfigFiles } from './configFiles';
import type { HostPrograms } from './hostProcess';
import type { BusyRuns } from './runs/busyRuns';
import type { RunStore } from './runs/runStore';

/** What the features share; built once in activate(). */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly programs: HostPrograms;
  readonly runs: RunStore;
  readonly configs: ConfigFiles;
  readonly busy: BusyRuns;
}
