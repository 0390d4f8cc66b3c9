import * as vscode from 'vscode';
import { commandId, commandNames } from '../contributions';
import type { CommandName } from '../contributions';
import { DisposableStore } from '../disposables';
import type { Services } from '../services';
import { showFailure } from '../showFailure';
import type { NextAction } from '../showFailure';
import { foldersOf } from './targets';

type Handler = (parameters: readonly unknown[]) => unknown;

/** Every command with its handler: a forgotten one does not compile. */
export type Handlers = Readonly<Record<CommandName, Handler>>;

/** Registers all commands; what a handler throws is shown with its next action. */
export function registerCommands(services: Services, handlers: Handlers): DisposableStore {
  const store = new DisposableStore();
  for (const name of commandNames) {
    store.add(
      vscode.commands.registerCommand(commandId(name), async (...parameters: unknown[]) => {
        try {
          await handlers[name](parameters);
        } catch (error) {
          // note: not awaited, since a command ends before its message is answered.
          void showFailure(services.log, error, nextActions(name, parameters));
        }
      }),
    );
  }
  return store;
}

/** The next action as a button, where the failed command tells which. */
function nextActions(name: CommandName, parameters: readonly unknown[]): NextAction[] {
  if (!vscode.workspace.isTrusted) {
    return [
      {
        title: 'Manage workspace trust',
        run: () => vscode.commands.executeCommand('workbench.trust.manage'),
      },
    ];
  }
  const [folder] = foldersOf(parameters);
  if (
    folder !== undefined &&
    ['resume', 'evaluate', 'audit', 'stop', 'checkpointNow'].includes(name)
  ) {
    return [
      {
        title: 'Show log',
        run: () => vscode.commands.executeCommand(commandId('showLog'), folder),
      },
    ];
  }
  return [];
}
