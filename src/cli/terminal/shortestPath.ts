import path from 'node:path';

/** The path from here when that is shorter. */
export function shortestPath(file: string): string {
  const relative = path.relative(process.cwd(), file) || '.';
  return relative.length < file.length ? relative : file;
}
