import type { WrittenRunConfig } from './definition';
import { findGroupColumns } from './groupColumns';
import { findLabelCombinations } from './labelCombinations';
import { findMitigationCombinations } from './mitigationCombinations';
import type { Finding } from './problem';
import { resolveSplit } from './resolveRunConfig';

/** Keys that are fine alone but not together. */
export function findCombinations(config: WrittenRunConfig): Finding[] {
  const { data, device, engine } = config;
  const findings: Finding[] = [
    ...findMitigationCombinations(config),
    ...findGroupColumns(config),
    ...findLabelCombinations(config),
  ];
  const refuse = (path: readonly string[], message: string, next: string): void => {
    findings.push({ code: 'combination', path, at: 'value', message, next });
  };
  if (engine === 'compiled' && device === 'wasm') {
    refuse(
      ['device'],
      'The compiled engine does not run on wasm.',
      'Set "device" to "auto", "cpu" or "webgpu", or "engine" to "eager".',
    );
  }
  if (engine === 'compiled' && device === 'cuda') {
    refuse(
      ['device'],
      'The compiled engine does not run on cuda in this version yet.',
      'Set "device" to "auto", "cpu" or "webgpu"; with "engine": "eager", cuda runs through @tensorflow/tfjs-node-gpu.',
    );
  }
  if (engine === 'eager' && device === 'webgpu') {
    refuse(
      ['device'],
      'The eager engine does not run on webgpu.',
      'Set "device" to "auto", "cpu" or "wasm", or "engine" to "compiled".',
    );
  }
  const { split } = data;
  for (const part of ['validation', 'test'] as const) {
    if (data[part] !== null && (split?.[part] ?? 0) > 0) {
      refuse(
        ['data', 'split', part],
        `"data.split.${part}" would cut rows although "data.${part}" names a file.`,
        'Remove one of the two.',
      );
    }
  }
  if (split !== null && data.validation === null && split.validation === 0) {
    refuse(
      ['data', 'split', 'validation'],
      'A run without validation rows cannot tell which model is best.',
      'Set "data.split.validation" to 0.1, or name a file in "data.validation".',
    );
  }
  const cut = resolveSplit(data);
  if (cut !== null && cut.validation + cut.test >= 1) {
    refuse(
      ['data', 'split'],
      `"data.split" takes ${cut.validation} for validation and ${cut.test} for test, which leaves no rows for training.`,
      'Let "validation" and "test" add up to less than 1.',
    );
  }
  for (const part of ['train', 'validation', 'test'] as const) {
    const entry = data[part];
    if (entry === null || typeof entry === 'string') continue;
    const isTable = entry.format === null || entry.format === 'csv' || entry.format === 'tsv';
    if (!isTable && (entry.header !== null || entry.columns !== null)) {
      refuse(
        ['data', part],
        `"header" and "columns" are for CSV and TSV; "data.${part}.format" is "${entry.format}".`,
        'Remove them, or change the format.',
      );
    }
    const { columns } = entry;
    if (columns !== null && new Set(columns).size < columns.length) {
      refuse(
        ['data', part, 'columns'],
        `"data.${part}.columns" names a column twice.`,
        'Give every column its own name.',
      );
    }
  }
  return findings;
}
