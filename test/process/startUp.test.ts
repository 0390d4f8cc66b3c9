import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const dist = process.env.FINETUNE_DIST ?? path.join(process.env.FINETUNE_ROOT ?? '.', 'dist');

/** Bytes of code that Node reads before the first statement of a program runs: what is imported statically. */
function bytesAtStart(entry: string): number {
  const seen = new Map<string, number>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    const text = readFileSync(path.join(dist, name), 'utf8');
    seen.set(name, text.length);
    const imports = text.matchAll(/^(?:import|export)\b[^'"]*?["']\.\/([\w.-]+\.mjs)["'];$/gm);
    for (const [, imported = ''] of imports) visit(imported);
  };
  visit(entry);
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

test('the command line starts with little code; the rest is loaded by the command that needs it', () => {
  assert.ok(existsSync(path.join(dist, 'cli.mjs')), 'run "npm run build" first');
  const bytes = bytesAtStart('cli.mjs');
  assert.ok(bytes > 10_000 && bytes < 100_000, `${bytes} bytes`);
});
