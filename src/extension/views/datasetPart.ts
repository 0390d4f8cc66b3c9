import type * as vscode from 'vscode';
import type { RuleId } from '../../protocol/lint';

/** A line below a dataset; `problem` where it stands for the problems of a rule. */
export interface PartNode {
  readonly type: 'part';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly command: vscode.Command | null;
  readonly children: readonly PartNode[];
  readonly problem?: ProblemPart;
}

/** Which problems a line stands for, and how it is to be drawn. */
export interface ProblemPart {
  readonly file: string;
  readonly rule: RuleId;
  readonly isFixable: boolean;
  readonly colour: string;
}

export function part(id: string, label: string, description: string, icon: string): PartNode {
  return { type: 'part', id, label, description, icon, command: null, children: [] };
}
