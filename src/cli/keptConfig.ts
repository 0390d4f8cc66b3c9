import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadRunConfig } from '../config/loadRunConfig';
import { resolvedConfigJson } from '../config/printRunConfig';
import { UserError } from '../protocol/errors';
import { runPaths } from '../runs/runFolder';

/**
 * A resumed run keeps the config it began with. Where the config named beside it says otherwise, nothing of that happens.
 * @returns a sentence that says so; null where both agree, and for a config that cannot be read: the run needs none
 */
export async function keptConfigNote(run: string, file: string): Promise<string | null> {
  try {
    const { config } = await loadRunConfig(file, []);
    const named = sectionsOf(resolvedConfigJson(config));
    const kept = sectionsOf(readFileSync(runPaths(run).config, 'utf8'));
    const changed = Object.keys(named).filter(
      (key) => JSON.stringify(named[key]) !== JSON.stringify(kept[key]),
    );
    if (changed.length === 0) return null;
    const keys = changed.map((key) => `"${key}"`).join(', ');
    return `The run keeps the config it began with: ${path.basename(file)} differs from it in ${keys}. For that, begin a new run: finetune train ${path.basename(file)}.`;
  } catch (error) {
    const isUnreadable = error instanceof UserError || error instanceof SyntaxError;
    if (isUnreadable || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

function sectionsOf(text: string): Readonly<Record<string, unknown>> {
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
