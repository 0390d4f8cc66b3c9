import { checksConfigs, completesKeys, completesLabels, offersLenses } from './configs';
import { opensDataset } from './datasets';
import { editorSuite, type EditorStep } from './editorSuite';
import {
  comparesRuns,
  evaluatesRun,
  followsThemes,
  marksBrokenLine,
  predicts,
  survivesReload,
  trainsFromLens,
} from './runs';
import { predictsByKeyboard, worksByKeyboard } from './keyboard';
import { removesRun, usesRun, writesCheckpoint } from './manageRuns';
import { makesConfigs, walksThrough } from './newUser';
import { previewsUntrusted, restrictsUntrusted } from './restricted';
import { endTrainers, type Session, shortenSample } from './session';
import { findsCommandLine, showsViews } from './views';
import { sharesRuns } from './windows';

/** In this order: later tests use the runs of earlier ones. */
const steps: readonly EditorStep[] = [
  ['the views show what the workspace holds', showsViews],
  ['a dataset opens as a page', opensDataset],
  ['a run config has lenses with an estimate', offersLenses],
  ['mistakes in a run config are marked', checksConfigs],
  ['keys of a run config are completed', completesKeys],
  ['labels of a run config are completed from its data', completesLabels],
  ['a run starts from its lens, draws its curve and finishes', trainsFromLens],
  ['the run page follows the four kinds of theme', followsThemes],
  ['a run survives a reload, shows every step and stops', survivesReload],
  ['a run is evaluated', evaluatesRun],
  ['two runs are compared', comparesRuns],
  ['a model predicts', predicts],
  ['the terminal finds the command line', findsCommandLine],
  ['the run page works without a mouse', worksByKeyboard],
  ['a model predicts without a mouse', predictsByKeyboard],
  ['a checkpoint is written when asked for', writesCheckpoint],
  ['a run is renamed, noted, copied, exported and started from', usesRun],
  ['a run is cleaned up and deleted, each after a question', removesRun],
  ['a broken line of data is marked where it stands', marksBrokenLine],
  ['two windows share the runs of several folders, and one waits for memory', sharesRuns],
  ['without trust runs are looked at and nothing runs', restrictsUntrusted],
  ['without trust a recipe says why it is only previewed', previewsUntrusted],
  ['a new user goes from nothing to a trained model', walksThrough],
  ['a run config is made from a data file, in the editor and in the terminal', makesConfigs],
];

editorSuite(
  'the extension in the editor',
  {
    picture: 'editor',
    prepare: ({ server }) => {
      shortenSample(server.workspace, 40);
    },
    leave: endRuns,
    // A run that goes on would slow all later steps down.
    stumble: endRuns,
  },
  steps,
);

function endRuns({ server }: Session): void {
  endTrainers(server);
}
