import { schemaNames, type SchemaName } from '../../data/schemas/schema';

/** Tasks and the schema their rows must follow; null: there are several, and the file tells which. */
const schemas: Readonly<Record<string, SchemaName | null>> = {
  'text-classification': 'classification',
  'text-generation': null,
  translation: 'parallel',
  'language-modeling': 'text',
  ...Object.fromEntries(schemaNames.map((name) => [name, name])),
};

/** What --task may name: tasks, and schemas by their own name. */
export const taskNames: readonly string[] = Object.keys(schemas);

/** Undefined: there is no such task. */
export function schemaOfTask(task: string): SchemaName | null | undefined {
  return Object.hasOwn(schemas, task) ? schemas[task] : undefined;
}
