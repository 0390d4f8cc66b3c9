import { openMetrics } from '../../runs/metricsFile';
import type { Reporter } from '../training/reporter';
import type { LiveRecord } from './liveRecord';
import type { TrainerEvent } from './runTrainer';
import { openTensorBoard } from './tensorBoard';

export interface ReporterParts {
  readonly folder: string;
  readonly record: LiveRecord;
  readonly tell: (event: TrainerEvent) => void;
  /** Called between pieces of work, when the event loop may have been blocked for long. */
  readonly beat: () => void;
}

export interface ProcessReporter extends Reporter {
  close(): void;
}

/** What the training loop reports goes to the run folder first, then to whoever listens. */
export function processReporter({ folder, record, tell, beat }: ReporterParts): ProcessReporter {
  const metrics = openMetrics(folder);
  const tensorBoard = openTensorBoard(folder);
  return {
    phase(phase, detail) {
      record.phase(phase, detail);
      if (phase === 'train' && record.current().state === 'starting')
        record.update({ state: 'running' });
      beat();
    },
    progress(done, detail) {
      record.progress(done, detail);
      beat();
    },
    lines(lines) {
      metrics.append(lines);
      tensorBoard.append(lines);
      tell({ type: 'lines', lines });
      beat();
    },
    event(event) {
      record.event({ ...event, time: Date.now() / 1000 });
    },
    update(facts) {
      record.update(facts);
    },
    checkpoint(step) {
      metrics.sync();
      tell({ type: 'checkpoint', step });
      beat();
    },
    log(message) {
      tell({ type: 'log', message });
    },
    close() {
      metrics.close();
      tensorBoard.close();
    },
  };
}
