import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { usualAuditOptions } from '../../src/audit/auditOptions';
import { auditDataset } from '../../src/audit/dataset/auditDataset';
import { judgeChecks } from '../../src/audit/statistics/judge';
import { sourceOf } from '../../src/data/readRows';
import { recogniseAll } from '../../src/data/schemas/detectSchema';
import { seededNumbers } from '../../src/data/seededNumbers';
import { figureOf } from './groupNulls';
import { printNullRates } from './tally';

interface Dataset {
  readonly rows: number;
  /** Share of each label. */
  readonly labels: readonly number[];
}

/** Datasets in which people, labels and words have nothing to do with each other, and all groups are as frequent. */
export const datasetPopulations: Readonly<Record<string, Dataset>> = {
  'dataset-500': { rows: 500, labels: [0.5, 0.5] },
  'dataset-500-rarer': { rows: 500, labels: [0.9, 0.1] },
  'dataset-2000': { rows: 2_000, labels: [0.4, 0.3, 0.2, 0.1] },
};

/** Of two axes; every row names one of each. */
const people = [
  ['woman', 'man'],
  ['Muslim', 'Christian', 'Jewish', 'Hindu'],
];
const regions = ['north', 'east', 'south', 'west'];
const vocabulary = Array.from({ length: 300 }, (_, word) => `word${word}`);

export async function datasetNulls(name: string, sets: number): Promise<void> {
  const population = datasetPopulations[name];
  if (population === undefined) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'simulated-'));
  const file = path.join(folder, 'rows.jsonl');
  try {
    await printNullRates(name, sets, async (seed) => {
      writeFileSync(file, drawnRows(population, seed));
      const { checks } = await auditDataset(
        sourceOf(file),
        { choice: recogniseAll, columns: ['region'] },
        { ...usualAuditOptions, seed },
      );
      return judgeChecks(checks, usualAuditOptions).map(figureOf);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function drawnRows({ rows, labels }: Dataset, seed: number): string {
  const next = seededNumbers(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  const label = (): string => {
    let left = next();
    const at = labels.findIndex((share) => (left -= share) < 0);
    return `label${Math.max(0, at)}`;
  };
  return Array.from({ length: rows }, () => {
    const named = people.map(pick);
    // The square makes the first words frequent and the last ones rare.
    const words = Array.from({ length: 12 }, () => vocabulary[Math.floor(300 * next() ** 2)]);
    const text = [...named, ...words].join(' ');
    return `${JSON.stringify({ text, label: label(), region: pick(regions) })}\n`;
  }).join('');
}
