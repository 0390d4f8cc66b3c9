import { atConfigKey } from '../../config/atConfigKey';
import { loadRunConfig } from '../../config/loadRunConfig';
import type { Estimate } from '../../protocol/reports';
import { estimateRun } from '../../trainer/training/estimateRun';
import { exitCode, type ExitCode } from '../exitCode';
import { printJson, printLine, widthOf, type Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';
import { formatBytes, formatWholeDuration } from '../../protocol/formatNumber';
import { table } from '../terminal/table';

/** Says what a run will need before it begins. */
export async function estimate(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const file = required(given, 'estimate', 'a run config');
  const { config } = await loadRunConfig(file);
  const found = await estimateRun(config).catch((error: unknown) => {
    throw atConfigKey(error, file, config);
  });
  if (given.has('json')) printJson(output, found);
  else for (const line of estimateLines(found, widthOf(output))) printLine(output, line);
  return exitCode.done;
}

function estimateLines(
  { memoryBytes, seconds, diskBytes, fits }: Estimate,
  width: number,
): string[] {
  const { total, ...parts } = memoryBytes;
  const rows = [
    ['memory', formatBytes(total), fits ? '' : 'does not fit into the free memory'],
    ...Object.entries(parts).map(([part, size]) => [`  ${part}`, formatBytes(size)]),
    ['time', formatWholeDuration(seconds), 'when nothing else runs'],
    ['disk', formatBytes(diskBytes)],
  ];
  const columns = [
    { head: '', align: 'left' },
    { head: 'about', align: 'right' },
    { head: '', align: 'left' },
  ] as const;
  const advice =
    'Lower training.batchSize (and raise training.gradientAccumulation) or training.maxLength.';
  return [...table(columns, rows, width), ...(fits ? [] : ['', advice])];
}
