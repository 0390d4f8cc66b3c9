import path from 'node:path';
import {
  countOf,
  formatCount,
  formatShare,
  formatWholeDuration,
} from '../../protocol/formatNumber';
import { loadRecipe } from '../../recipe/loadRecipe';
import { runRecipe } from '../../recipe/runRecipe';
import type { RecipeResult } from '../../recipe/runRecipe';
import { breakOff } from '../breakOff';
import { exitCode, type ExitCode } from '../exitCode';
import { untilInterrupted } from '../interruption';
import { printJson, printLine, widthOf, type Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';
import { progressLines } from '../progressLines';
import { balanceNotes } from '../../recipe/balanceNotes';
import { bar, faint, openLiveLine } from '../terminal/liveLine';
import { table } from '../terminal/table';
import { shortestPath } from '../terminal/shortestPath';
import { visible } from '../../protocol/visible';

/** Runs a recipe: one dataset becomes another. */
export async function preprocess(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const loaded = await loadRecipe(required(given, 'preprocess', 'a recipe'));
  const isJson = given.has('json');
  const progress = isJson ? null : openProgress(output);
  const tell = progressLines(output, path.basename(loaded.file));
  const result = await untilInterrupted((signal) =>
    runRecipe(loaded, {
      signal,
      breakable: breakOff(signal),
      onProgress(share, words) {
        progress?.show(share, words);
        tell(share);
      },
    }),
  ).finally(() => progress?.end());
  if (result === null) {
    output.stderr.write('Stopped; nothing was written.\n');
    return exitCode.stopped;
  }
  if (isJson) printJson(output, result);
  else for (const line of resultLines(result, widthOf(output))) printLine(output, line);
  return exitCode.done;
}

/** A line a step, then the files with their rows. */
function resultLines(result: RecipeResult, width: number): string[] {
  const { inputs, rowsIn, rowsOut, outputs, manifest, steps, removed } = result;
  const columns = [
    { head: '', align: 'right' },
    { head: 'step', align: 'left' },
    { head: 'rows in', align: 'right' },
    { head: 'rows out', align: 'right' },
    { head: 'changed', align: 'right' },
  ] as const;
  const rows = steps.map((step, index) => [
    String(index + 1),
    step.step,
    formatCount(step.in),
    formatCount(step.out),
    step.changed === 0 ? '' : formatCount(step.changed),
  ]);
  const files = outputs.map(({ path: file, rows: written }) => [
    formatCount(written),
    visible(shortestPath(file)),
  ]);
  const fileColumns = [
    { head: 'rows', align: 'right' },
    { head: 'file', align: 'left' },
  ] as const;
  return [
    ...(steps.length === 0 ? [] : [...table(columns, rows, width), '']),
    ...balanceNotes(steps).map((note) => `  ${visible(note)}`),
    ...steps.flatMap((step, index) => droppedLine(step, index, inputs)),
    `${countOf(rowsIn, 'row')} became ${formatCount(rowsOut)}.`,
    ...table(fileColumns, files, width)
      .slice(1)
      .map((line) => `  ${line}`),
    ...outputs.flatMap(({ path: file, nulls = 0 }) => nullsLine(file, nulls)),
    `  What was done: ${visible(shortestPath(manifest))}`,
    ...removed.map((file) => `  Removed, from an earlier run: ${visible(shortestPath(file))}`),
  ];
}

/** What of the values is not in the output as it was. */
function nullsLine(file: string, nulls: number): string[] {
  if (nulls === 0) return [];
  return [
    `  ${countOf(nulls, 'number')} of ${visible(shortestPath(file))} ${nulls === 1 ? 'is' : 'are'} NaN or infinite, which JSON has no form for: null stands there. A .parquet output keeps them.`,
  ];
}

/** Of several inputs: whose rows a step dropped. */
function droppedLine(
  { step, droppedByInput = [] }: RecipeResult['steps'][number],
  index: number,
  inputs: readonly string[],
): string[] {
  const from = droppedByInput.flatMap((rows, input) =>
    rows === 0 ? [] : [`${formatCount(rows)} of ${visible(shortestPath(inputs[input] ?? ''))}`],
  );
  return from.length === 0 ? [] : [`  ${index + 1} ${step} dropped ${from.join(', ')}.`];
}

function openProgress(output: Output): {
  show(share: number, words: string): void;
  end(): void;
} {
  const live = openLiveLine(output);
  const startedAt = performance.now();
  return {
    show(share, words) {
      const seconds = (performance.now() - startedAt) / 1_000;
      const left =
        share > 0.02 && seconds > 1
          ? `  ${formatWholeDuration((seconds / share) * (1 - share))} left`
          : '';
      live.show(`${bar(share, 20)} ${formatShare(share, 1)}  ${faint(output, words)}${left}`);
    },
    end: () => live.end(),
  };
}
