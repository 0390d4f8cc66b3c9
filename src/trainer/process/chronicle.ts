import { assertNever } from '../../protocol/assertNever';
import { isGettingReady, type MetricLine, type Phase, type RunRecord } from '../../protocol/run';
import { visible } from '../../protocol/visible';
import type { TrainerEvent } from './runTrainer';

/**
 * What a run's log says of each event, beside what the loop says in words: phases with their seconds,
 * evaluations, checkpoints and how it ended. Steps stand in metrics.jsonl and would drown the rest. Each is a line, whatever
 * groups, labels and files are called.
 */
export function chronicle(): (event: TrainerEvent) => readonly string[] {
  let told = 0;
  let state: RunRecord['state'] | null = null;

  return (event) => words(event).map(visible);

  function words(event: TrainerEvent): readonly string[] {
    switch (event.type) {
      case 'log':
        return [event.message];
      case 'lines':
        return event.lines.flatMap((line) =>
          line.split === 'validation' ? [evaluated(line)] : [],
        );
      case 'checkpoint':
        return [`Checkpoint of step ${event.step}.`];
      case 'record':
        return recorded(event.record);
      case 'hello':
      case 'heartbeat':
        return [];
      default:
        return assertNever(event, 'trainer event');
    }
  }

  function recorded(record: RunRecord): string[] {
    const ended = record.phases.filter(({ finishedAt }) => finishedAt !== null);
    const phases = ended.slice(told).map(({ phase, startedAt, finishedAt, detail }) => {
      const seconds = ((finishedAt ?? startedAt) - startedAt).toFixed(1);
      return `${phaseWords[phase]}: ${seconds} s${detail === null ? '' : ` (${detail})`}.`;
    });
    told = ended.length;
    const isNews = record.state !== state && !isGettingReady(record);
    state = record.state;
    const words = isNews ? stateWords[record.state] : undefined;
    return words === undefined ? phases : [...phases, words];
  }
}

const phaseWords: Readonly<Record<Phase, string>> = {
  'read-config': 'Read the config',
  'wait-for-memory': 'Waited for memory',
  'load-model': 'Loaded the model',
  'read-data': 'Read the data',
  tokenise: 'Tokenised',
  'choose-device': 'Chose the device',
  compile: 'Compiled',
  train: 'Trained',
  'save-model': 'Saved the model',
};

/** A failure and the wish to stop are told with their reasons elsewhere. */
const stateWords: Readonly<Partial<Record<RunRecord['state'], string>>> = {
  running: 'Training.',
  finished: 'Finished.',
  stopped: 'Stopped.',
  interrupted: 'Interrupted.',
};

function evaluated(line: MetricLine): string {
  const values = Object.entries(line).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && !notMetrics.has(entry[0]),
  );
  const words = values.map(([metric, value]) => `${metric} ${value.toPrecision(3)}`);
  return `Evaluated at step ${line.step}: ${words.join(', ')}.`;
}

const notMetrics: ReadonlySet<string> = new Set(['step', 'epoch', 'time']);
