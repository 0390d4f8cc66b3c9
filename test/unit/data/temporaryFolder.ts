import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';

/** A folder that lives as long as the test file, and a way to put files into it. */
export function temporaryFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'data-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    write: (name: string, content: string | Uint8Array): string => {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
  };
}
