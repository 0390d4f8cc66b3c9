import * as vscode from 'vscode';
import type { RuleId } from '../../protocol/lint';
import { partLine } from './partLine';

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

export function partItem(node: PartNode): vscode.TreeItem {
  const item = partLine(node);
  const { problem } = node;
  const colour = problem === undefined ? undefined : new vscode.ThemeColor(problem.colour);
  item.iconPath = new vscode.ThemeIcon(node.icon, colour);
  if (problem !== undefined)
    item.contextValue = problem.isFixable ? 'lintRule fixable' : 'lintRule';
  if (node.command !== null) item.command = node.command;
  return item;
}
