import { setTimeout as wait } from 'node:timers/promises';
import { liveStates, type RunState } from '../protocol/run';
import type { FromTrainer, ToTrainer } from '../protocol/trainer';
import { readRun } from './listRuns';
import { isProcessAlive } from './processIdentity';
import { defaultStopTimes, stopStep, type StopStep, type StopTimes } from './stopPolicy';
import { connectTrainer } from './trainerClient';

const lookEveryMs = 200;
/** A trainer is never deaf for longer than this. */
const answerMs = 10_000;

/**
 * Stops a run: asks through its socket, sends SIGTERM when it does not end, kills it at last. Resolves with the
 * state it ended in; a run that is not live is left as it is. `onStep` hears each step as it is taken.
 */
export async function stopRun(
  folder: string,
  onStep: (step: StopStep) => void = () => undefined,
  times: StopTimes = defaultStopTimes,
): Promise<RunState | null> {
  const begun = performance.now();
  let taken: StopStep | null = null;
  for (;;) {
    const run = await readRun(folder);
    if (run.type === 'unreadable') return null;
    if (!liveStates.includes(run.record.state)) return run.record.state;
    const step = stopStep((performance.now() - begun) / 1000, times);
    if (step !== taken) {
      taken = step;
      onStep(step);
      await take(step, folder);
    }
    await wait(lookEveryMs);
  }
}

/**
 * Sends one message to a live trainer and keeps the connection until the trainer shows that it heard: a trainer in
 * the middle of a step reads late, and what a closed connection still holds may be lost. False when nobody listens.
 */
export async function tellTrainer(folder: string, message: ToTrainer): Promise<boolean> {
  const run = await readRun(folder);
  const address = run.type === 'run' ? run.record.socket : null;
  if (address === null) return false;
  return new Promise((resolve) => {
    let isSent = false;
    const settle = (): void => {
      clearTimeout(patience);
      client.close();
      resolve(isSent);
    };
    const patience = setTimeout(settle, answerMs);
    const client = connectTrainer(address, {
      message(answer) {
        if (answer.type === 'hello') isSent = client.send(message) || isSent;
        else if (isSent && isAnswer(message, answer)) settle();
      },
      closed(_reason, final) {
        if (final) settle();
      },
    });
  });
}

/** Whether the trainer's message follows from ours. */
function isAnswer(message: ToTrainer, answer: FromTrainer): boolean {
  switch (message.type) {
    case 'stop':
      return answer.type === 'record' && !['starting', 'running'].includes(answer.record.state);
    case 'checkpoint-now':
      return answer.type === 'checkpoint';
  }
}

async function take(step: StopStep, folder: string): Promise<void> {
  if (step === 'ask' && (await tellTrainer(folder, { type: 'stop' }))) return;
  const run = await readRun(folder);
  if (run.type === 'unreadable' || !liveStates.includes(run.record.state)) return;
  const { pid, processStart } = run.record;
  // Never signal a foreign process that was given the same number.
  if (pid === null || !(await isProcessAlive(pid, processStart))) return;
  process.kill(pid, step === 'kill' ? 'SIGKILL' : 'SIGTERM');
}
