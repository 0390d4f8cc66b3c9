import path from 'node:path';
import {
  isGettingReady,
  type EvaluationLine,
  type MetricLine,
  type Phase,
  type RunRecord,
} from '../../protocol/run';
import type { TrainerEvent } from '../../trainer/process/runTrainer';
import { resumeCommand, shellQuoted } from '../../runs/resumeCommand';
import { metricsOf, progressOf, type Progress } from '../../runs/progress';
import { widthOf, type Output } from '../output';
import { foldParts } from './fold';
import {
  formatCount,
  formatNumber,
  formatScore,
  formatThousands,
  formatWholeDuration,
} from '../../protocol/formatNumber';
import { visible } from '../../protocol/visible';
import { bar, faint, openLiveLine, strong } from './liveLine';
import { shortestPath } from './shortestPath';

/** What the terminal shows of a run while it trains. */
export interface TrainView {
  event(event: TrainerEvent): void;
  /** The closing block: what came out, where it is, what next. */
  close(record: RunRecord): void;
  /** Clears the live line, so that an error message stands alone. */
  end(): void;
}

const phaseText: Readonly<Record<Phase, string>> = {
  'read-config': 'Reading the config',
  'wait-for-memory': 'Waiting for memory',
  'load-model': 'Loading the model',
  'read-data': 'Reading data',
  tokenise: 'Tokenising',
  'choose-device': 'Choosing the device',
  compile: 'Compiling',
  train: 'Training',
  'save-model': 'Saving the model',
};

/** Points kept to tell the pace. */
const recentLines = 60;

export function openTrainView(output: Output, folder: string): TrainView {
  const live = openLiveLine(output);
  let record: RunRecord | null = null;
  let recent: readonly MetricLine[] = [];
  let hasHeader = false;
  let told: string | null = null;

  const show = (): void => {
    if (record !== null) live.show(statusLine(record, recent, widthOf(output)));
  };
  return {
    event(event) {
      switch (event.type) {
        case 'record':
          ({ record } = event);
          if (!hasHeader && isTraining(record)) {
            hasHeader = true;
            for (const line of headerLines(record, foldWidthOf(output)))
              live.print(strong(output, line));
            live.print(faint(output, folder));
          }
          show();
          break;
        case 'lines':
          for (const line of event.lines)
            if (line.split === 'validation')
              for (const text of evaluationLines(line, record, foldWidthOf(output)))
                live.print(text);
          recent = [...recent, ...event.lines].slice(-recentLines);
          show();
          break;
        case 'log':
          if (event.message !== told) live.print(visible(event.message));
          told = event.message;
          break;
        case 'hello':
        case 'checkpoint':
        case 'heartbeat':
          break;
      }
    },
    close(last) {
      live.end();
      for (const line of closingLines(last, folder)) live.print(line);
    },
    end() {
      live.end();
    },
  };
}

function isTraining({ phases }: RunRecord): boolean {
  return phases.some(({ phase }) => phase === 'train');
}

/** Model, parameters that train, data, device. */
function headerLines(
  { name, model, datasets, device, engine }: RunRecord,
  width: number,
): string[] {
  const parts = [visible(name)];
  if (model !== null) {
    const share =
      model.trainable === model.parameters
        ? `${formatThousands(model.parameters)} parameters, all train`
        : `${formatThousands(model.trainable)} of ${formatThousands(model.parameters)} parameters train`;
    parts.push(`${visible(path.basename(model.path))} (${share})`);
  }
  const rows = datasets.map((set) => `${formatCount(set.rows)} ${set.split}`).join(', ');
  if (rows !== '') parts.push(`${rows} rows`);
  if (device !== null) parts.push(engine === 'eager' ? `${device}, eager` : device);
  return foldParts(parts, ' · ', width);
}

/** The one live line: bar, step, loss, tokens/s, time left; or the phase before the first step. */
export function statusLine(
  record: RunRecord,
  recent: readonly MetricLine[],
  width: number,
): string {
  const phase = record.phases.at(-1);
  if (record.state === 'stopping')
    return isGettingReady(record) ? 'Stopping…' : 'Stopping after this step; writing a checkpoint…';
  if (phase === undefined) return 'Starting…';
  if (phase.phase !== 'train') {
    const share = phase.done === null ? '' : ` ${Math.floor(phase.done * 100)} %`;
    const detail = phase.detail === null ? '' : ` · ${phase.detail}`;
    return `${phaseText[phase.phase]}${share}${detail}…`;
  }
  const { loss, tokensPerSecond, secondsLeft, ...reached } = progressOf(recent, record.totalSteps);
  const { step, share } = recent.length > 0 ? reached : startOf(record);
  const parts = [`step ${step}${record.totalSteps === null ? '' : `/${record.totalSteps}`}`];
  if (loss !== null) parts.push(`loss ${formatNumber(loss)}`);
  if (tokensPerSecond !== null) parts.push(`${formatThousands(tokensPerSecond)} tok/s`);
  if (secondsLeft !== null) parts.push(`${formatWholeDuration(secondsLeft)} left`);
  const text = parts.join('  ');
  if (share === null) return text;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const room = Math.min(30, width - text.length - percent.length - 6);
  return `${room < 5 ? '' : `${bar(share, room)} `}${percent}  ${text}`;
}

/** Where a run stands before its first line: a resumed one at its checkpoint. */
function startOf({ events, totalSteps }: RunRecord): Pick<Progress, 'step' | 'share'> {
  const step = events.findLast(({ type }) => type === 'resumed')?.step ?? 0;
  return { step, share: totalSteps === null ? null : step / totalSteps };
}

function evaluationLines(line: EvaluationLine, record: RunRecord | null, width: number): string[] {
  const metrics = Object.entries(metricsOf(line)).map(
    ([metric, value]) => `${metric} ${value === null ? 'undefined' : formatScore(metric, value)}`,
  );
  const total = record?.totalSteps ?? null;
  const step = `step ${line.step}${total === null ? '' : `/${total}`}`;
  return foldParts(
    [step, `epoch ${formatNumber(line.epoch)}`, 'validation', ...metrics],
    '  ',
    width,
  );
}

/** Where long lines fold: a file or a pipe gets each line whole. */
function foldWidthOf(output: Output): number {
  return output.stdout.isTTY ? widthOf(output) - 1 : Infinity;
}

function closingLines(record: RunRecord, folder: string): string[] {
  const place = shortestPath(folder);
  const seconds = (record.finishedAt ?? record.startedAt) - record.startedAt;
  const { best, state } = record;
  const score =
    best === null
      ? ''
      : ` Best ${best.metric} ${formatScore(best.metric, best.value)} at step ${best.step}.`;
  if (state === 'stopped')
    return [`Stopped with a checkpoint.${score}`, `  go on   ${resumeCommand(place)}`];
  return [
    `Finished in ${formatWholeDuration(seconds)}.${score}`,
    `  model   ${path.join(place, 'model')}`,
    `  next    finetune evaluate ${shellQuoted(place)}`,
    `          finetune predict ${shellQuoted(place)} --text "…"`,
  ];
}
