import { printUserError, UserError } from '../protocol/errors';
import { runTrainer } from './process/runTrainer';
import { trainingLoop } from './process/trainingLoop';

/** `node dist/trainer.mjs RUNFOLDER [--resume]`: the trainer as a process of its own; its output goes to log.txt. */
async function main([folder, ...rest]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    console.error('Usage: trainer.mjs RUNFOLDER [--resume]');
    return 1;
  }
  try {
    const resume = rest.includes('--resume');
    const { state } = await runTrainer(folder, { resume, trainable: trainingLoop });
    return state === 'stopped' ? 130 : 0;
  } catch (error) {
    // The run's record and log have it already; this is for whoever started the process by hand.
    if (!(error instanceof UserError)) return 3;
    console.error(printUserError(error));
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  // note: native threads of an engine would keep the process alive.
  process.exit(code);
});
