import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Phase, RunEvent, RunRecord } from '../../protocol/run';
import { readAbout, writeRecord } from '../../runs/runRecord';

/** run.json while its trainer lives: kept in memory, written whole. */
export interface LiveRecord {
  current(): RunRecord;
  /** Changes the record and writes it at once. Throws when the disk does. */
  update(facts: Partial<RunRecord>): void;
  /** Ends the current phase and begins the next; null only ends. */
  phase(phase: Phase | null, detail?: string): void;
  /** Share done of the current phase; told at most four times, written at most once a second. */
  progress(done: number, detail?: string): void;
  event(event: RunEvent): void;
  /** Frees the space kept for the last words, so that a failure can be written to a full disk. */
  freeReserve(): void;
}

const tellEveryMs = 250;
const writeEveryMs = 1_000;
const reserveBytes = 64 * 1024;

export function openRecord(
  folder: string,
  initial: RunRecord,
  onChange: (record: RunRecord) => void,
): LiveRecord {
  let record = initial;
  let [toldAt, writtenAt] = [0, 0];
  const reserve = path.join(folder, '.reserve');
  writeFileSync(reserve, Buffer.alloc(reserveBytes, 1));

  const write = (): void => {
    // The user may have renamed the run meanwhile; their word stands in a file of its own.
    record = { ...record, ...readAbout(folder), peakMemoryBytes: peakBytes() };
    writeRecord(folder, record);
    writtenAt = performance.now();
  };
  const update = (facts: Partial<RunRecord>): void => {
    const versions = { ...record.versions, ...facts.versions };
    record = { ...record, ...facts, versions };
    write();
    toldAt = performance.now();
    onChange(record);
  };
  return {
    current: () => record,
    update,
    phase(phase, detail) {
      const now = Date.now() / 1000;
      const ended = record.phases.map((part) =>
        part.finishedAt === null ? { ...part, finishedAt: now } : part,
      );
      const begun = { phase, startedAt: now, finishedAt: null, done: null, detail: detail ?? null };
      update({ phases: phase === null ? ended : [...ended, { ...begun, phase }] });
    },
    progress(done, detail) {
      const last = record.phases.at(-1);
      if (last === undefined) return;
      const changed = { ...last, done, detail: detail ?? last.detail };
      record = { ...record, phases: [...record.phases.slice(0, -1), changed] };
      const now = performance.now();
      if (now - writtenAt > writeEveryMs) write();
      if (now - toldAt > tellEveryMs) {
        toldAt = now;
        onChange(record);
      }
    },
    event(event) {
      update({ events: [...eventsBefore(event, record.events), event] });
    },
    freeReserve() {
      rmSync(reserve, { force: true });
    },
  };
}

/** A resumed run makes the steps after its checkpoint again, and what happened there with them. */
function eventsBefore(event: RunEvent, events: readonly RunEvent[]): readonly RunEvent[] {
  if (event.type !== 'resumed') return events;
  return events.filter(({ type, step }) => type === 'resumed' || step <= event.step);
}

function peakBytes(): number {
  // note: maxRSS is in kilobytes on every platform Node supports.
  return process.resourceUsage().maxRSS * 1024;
}
