// Writes media/schemas/ and the references in docs/ from the one definition each of a run config
// (src/config/definition.ts) and of a recipe (src/recipe/definition.ts).
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { nodeOptions } from './bundle.mjs';

const root = path.resolve(import.meta.dirname, '..');
const { outputFiles } = await build({
  ...nodeOptions,
  absWorkingDir: root,
  stdin: {
    contents: [
      './src/config/jsonSchema',
      './src/config/configReference',
      './src/recipe/recipeKind',
      './src/recipe/recipeReference',
    ]
      .map((file) => `export * from '${file}';`)
      .join('\n'),
    resolveDir: root,
  },
  format: 'esm',
  sourcemap: false,
  write: false,
});
const source = `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`;
const { configReference, publishedRecipeSchema, recipeReference, runConfigJsonSchema } =
  await import(source);

function write(name, text) {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

write('media/schemas/finetune.schema.json', `${JSON.stringify(runConfigJsonSchema(), null, 2)}\n`);
write('media/schemas/recipe.schema.json', `${JSON.stringify(publishedRecipeSchema(), null, 2)}\n`);
write('docs/config.md', configReference());
write('docs/recipe.md', recipeReference());
