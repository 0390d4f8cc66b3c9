import * as vscode from 'vscode';
import { suppressionsOf } from '../../data/lint/suppressions';
import { printPlace, UserError } from '../../protocol/errors';
import type { PageNotice } from '../../protocol/datasetPage';
import { openPlace } from '../showFailure';

/** A notice with what its buttons do. */
export interface Notice extends Pick<PageNotice, 'severity' | 'words'> {
  readonly actions: readonly { readonly label: string; readonly run: () => unknown }[];
}

/** What stands in the way of checking a file as it is meant to be checked; empty: nothing. */
export function checkNotices(file: string, isChecked: boolean): readonly Notice[] {
  const notices = [suppressionsNotice(file)];
  if (!isChecked) notices.push(lintIsOff);
  return notices.filter((notice) => notice !== null);
}

const lintIsOff: Notice = {
  severity: 'information',
  words: 'Nobody looks for problems: the setting finetune.lint.enabled is off.',
  actions: [
    {
      label: 'Open the setting',
      run: () =>
        vscode.commands.executeCommand('workbench.action.openSettings', 'finetune.lint.enabled'),
    },
  ],
};

/** Suppressions that make no sense are left out: that is no reason to show no rows. */
function suppressionsNotice(file: string): Notice | null {
  try {
    suppressionsOf(file);
    return null;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { place, message, next } = error;
    const where = place === undefined ? 'lint.json' : printPlace(place);
    return {
      severity: 'warning',
      words: `No problem is suppressed: ${where}: ${message}${next === undefined ? '' : ` ${next}`}`,
      actions:
        place === undefined ? [] : [{ label: 'Open lint.json', run: () => openPlace(place) }],
    };
  }
}
