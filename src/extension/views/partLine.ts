import * as vscode from 'vscode';

interface Part {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly children: readonly unknown[];
}

/** The line of a part in a tree, folded where it has parts of its own. */
export function partLine({ id, label, description, children }: Part): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(label, children.length > 0 ? Collapsed : None);
  item.id = id;
  item.description = description;
  return item;
}
