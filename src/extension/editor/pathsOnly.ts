import { parse } from 'jsonc-parser';

/** A run config with nothing of the text but its paths: valid when they are, whatever else is wrong. */
export function pathsOnly(text: string): string {
  const raw: unknown = parse(text, [], { allowTrailingComma: true });
  const { model, data } = fieldsOf(raw);
  const { train, validation, test } = fieldsOf(data);
  const parts = Object.entries({ train, validation, test }).filter(
    ([, value]) => value !== undefined,
  );
  return JSON.stringify({
    model,
    task: 'text-classification',
    data: Object.fromEntries(parts),
  });
}

function fieldsOf(
  value: unknown,
): Partial<Record<'model' | 'data' | 'train' | 'validation' | 'test', unknown>> {
  return typeof value === 'object' && value !== null ? value : {};
}
