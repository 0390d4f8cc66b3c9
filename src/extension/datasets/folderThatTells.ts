import path from 'node:path';

/**
 * The folder that tells a file from others of its name: `sst2` for sst2/train.tsv beside goemotions/train.tsv; as many
 * folders as it takes. null: no other file has its name.
 */
export function folderThatTells(file: string, files: readonly string[]): string | null {
  const others = files
    .filter((other) => other !== file && path.basename(other) === path.basename(file))
    .map(foldersOf);
  if (others.length === 0) return null;
  const own = foldersOf(file);
  for (let depth = 1; depth < own.length; depth++) {
    const tail = own.slice(-depth).join('/');
    if (others.every((other) => other.slice(-depth).join('/') !== tail)) return tail;
  }
  return own.join('/');
}

function foldersOf(file: string): readonly string[] {
  return path.dirname(file).split(path.sep);
}
