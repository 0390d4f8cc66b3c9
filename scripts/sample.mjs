// The main job on the sample workspace: fine-tune, evaluate on the test split, say where the run is.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import heapSettings from '../src/runs/heapSettings.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '..');
const workspace = path.join(root, 'samples');

/** Runs the command line as a user would; what it says goes to the terminal unless it is asked for. */
function finetune(args, stdout = 'inherit') {
  const result = spawnSync(process.execPath, [path.join(root, 'bin/finetune.js'), ...args], {
    cwd: workspace,
    stdio: ['inherit', stdout, 'inherit'],
    encoding: 'utf8',
    // As the editor starts its trainers.
    env: { ...heapSettings, ...process.env },
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
  return result.stdout;
}

finetune(['train', 'emotions.finetune.json']);
const [newest] = JSON.parse(finetune(['runs', '--json'], 'pipe')).sort((a, b) =>
  a.startedAt < b.startedAt ? 1 : -1,
);
console.log('\nEvaluating on the test split …');
finetune(['evaluate', newest.path]);
console.log(`\nThe run is in ${path.resolve(workspace, newest.path)}`);
