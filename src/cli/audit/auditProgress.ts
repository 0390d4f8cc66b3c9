import { formatWholeDuration } from '../../protocol/formatNumber';
import type { Output } from '../output';
import { progressLines } from '../progressLines';
import { bar, openLiveLine } from '../terminal/liveLine';

/** Says how far an audit is, phase by phase. */
export interface AuditProgress {
  /** Begins a phase; what it returns takes the share done, from 0 to 1. */
  phase(words: string): (done: number) => void;
  end(): void;
}

/** A share below this says too little about the time that is left. */
const tellingShare = 0.02;

/** @param isShown false: stdout is for a document */
export function auditProgress(output: Output, isShown: boolean): AuditProgress {
  const live = openLiveLine(output);
  return {
    phase(words) {
      const startedAt = performance.now();
      const tell = progressLines(output, words);
      return (done) => {
        tell(done);
        if (!isShown) return;
        const seconds = (performance.now() - startedAt) / 1000;
        const left = (seconds * (1 - done)) / done;
        const time = done < tellingShare || done >= 1 ? '' : `  ${formatWholeDuration(left)} left`;
        const what = words.charAt(0).toLowerCase() + words.slice(1);
        live.show(`${bar(done, 20)} ${Math.floor(done * 100)} %  ${what}${time}`);
      };
    },
    end: () => {
      live.end();
    },
  };
}
