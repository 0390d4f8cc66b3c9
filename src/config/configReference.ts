import { runConfigJsonSchema } from './jsonSchema';
import { referenceRow } from './referenceRow';
import { schemasIn } from './schemaPlaces';
import type { JsonSchema } from './schemaPlaces';

/** The reference of all keys as Markdown, from the same definition that validates them. */
export function configReference(): string {
  const rows: string[] = [];
  visit(runConfigJsonSchema(), [], rows);
  return `# Run config

A run config is a file \`NAME.finetune.json\`: JSON with comments and trailing commas. \`model\` and \`data.train\` are required,
everything else has a default. Paths are relative to the config file; \`~/\` is the home folder. \`--set key.path=value\` on
the command line replaces any key: paths in it are relative to the config file too. Unknown keys and values out of range are refused with their line.

| key | allowed | default | meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}

function visit(schema: JsonSchema, path: readonly string[], rows: string[]): void {
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const key = [...path, name];
    if (name === '$schema') continue;
    const section = sectionOf(property);
    const isRequired = schema.required?.includes(name) ?? false;
    if (section?.properties === undefined || property.anyOf !== undefined) {
      rows.push(
        referenceRow(key.join('.'), property, {
          isRequired,
          places: schemasIn(runConfigJsonSchema(), key),
        }),
      );
    }
    // Validation and test are read as training is.
    const isRepeated = key.join('.') === 'data.validation' || key.join('.') === 'data.test';
    if (section !== null && !isRepeated) visit(section, key, rows);
  }
}

/** The object among the alternatives, if there is one with keys of its own. */
function sectionOf(schema: JsonSchema): JsonSchema | null {
  if (schema.properties !== undefined) return schema;
  for (const alternative of schema.anyOf ?? []) {
    const section = sectionOf(alternative);
    if (section !== null) return section;
  }
  return null;
}
