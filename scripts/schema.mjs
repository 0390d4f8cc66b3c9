// Writes media/schemas/finetune.schema.json and docs/config.md from the one definition of a run config
// (src/config/definition.ts).
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { outputFiles } = await build({
  ...nodeOptions,
  absWorkingDir: root,
  stdin: {
    contents: `export * from './src/config/jsonSchema'; export * from './src/config/configReference';`,
    resolveDir: root,
  },
  format: 'esm',
  sourcemap: false,
  write: false,
});
const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
const { configReference, runConfigJsonSchema } = await import(source);

function write(name, text) {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

write('media/schemas/finetune.schema.json', `${JSON.stringify(runConfigJsonSchema(), null, 2)}\n`);
write('docs/config.md', configReference());
