import { parse } from 'jsonc-parser';
import { parseRunConfig } from '../../config/parseRunConfig';
import type { DataConfig } from '../../protocol/runConfig';

/**
 * What a run config that somebody types in says of its training file, whatever else is wrong or missing.
 * @returns null when it names none
 */
export function trainingData(
  text: string,
  file: string,
): Pick<DataConfig, 'train' | 'fields'> | null {
  const { config } = parseRunConfig(text, file);
  if (config !== null) return config.data;
  const raw: unknown = parse(text, [], { allowTrailingComma: true });
  const { train, fields } = sectionOf(sectionOf(raw).data);
  return dataFrom({ train, fields }, file) ?? dataFrom({ train }, file);
}

function dataFrom(data: Readonly<Record<string, unknown>>, file: string): DataConfig | null {
  const least = { model: './model', task: 'text-classification', data };
  return parseRunConfig(JSON.stringify(least), file).config?.data ?? null;
}

function sectionOf(value: unknown): Partial<Record<'data' | 'train' | 'fields', unknown>> {
  return typeof value === 'object' && value !== null ? value : {};
}
