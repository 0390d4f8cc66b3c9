// Writes media/schemas/finetune.schema.json from the one definition of a run config (src/config/definition.ts).
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { outputFiles } = await build({
  ...nodeOptions,
  absWorkingDir: root,
  entryPoints: ['src/config/jsonSchema.ts'],
  format: 'esm',
  sourcemap: false,
  write: false,
});
const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
const { runConfigJsonSchema } = await import(source);
const file = path.join(root, 'media/schemas/finetune.schema.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(runConfigJsonSchema(), null, 2)}\n`);
