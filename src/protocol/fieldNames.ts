/** Names that say by themselves what a column holds; compared without regard to case. */
export const textNames: readonly string[] = ['text', 'sentence', 'content', 'review', 'comment'];
export const labelNames: readonly string[] = ['label', 'labels', 'gold', 'class', 'target'];

/** Whether a cell is one of these names: then it heads a column. */
export function isKnownFieldName(name: string): boolean {
  const plain = name.toLowerCase();
  return textNames.includes(plain) || labelNames.includes(plain);
}
