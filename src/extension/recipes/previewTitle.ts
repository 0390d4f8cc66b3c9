import { formatCount } from '../../protocol/formatNumber';

/** What the tab of a preview says: "a.recipe.json: 1,666 changed, 2 dropped". */
export function previewTitle(
  file: string,
  { changed, dropped }: { readonly changed: number; readonly dropped: number },
): string {
  return `${file}: ${formatCount(changed)} changed, ${formatCount(dropped)} dropped`;
}
