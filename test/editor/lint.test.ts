import { marksUndeclaredLabel } from './declaredLabels';
import { editorSuite, type EditorStep } from './editorSuite';
import {
  capsProblems,
  checksFromExplorer,
  checksWhileTyping,
  fixesAllOfRule,
  fixesAndUndoes,
  findsLeaks,
  leadsToTwin,
  looksGoodInLight,
  marksRows,
  marksTables,
  marksWrongSuppressions,
  stepsThroughProblems,
  suppressesOnRow,
  suppressesRule,
  writeDatasets,
} from './lint';
import { checksText, mendsAllOnPage, mendsOnPage } from './mendOnPage';
import { writesRecipe } from './recipeFix';

/** In this order: later ones use what earlier ones left. */
const steps: readonly EditorStep[] = [
  ['problems of rows are marked where they stand', marksRows],
  ['a row is checked as it is typed', checksWhileTyping],
  ['a quick fix is applied and undone', fixesAndUndoes],
  ['all fixes of a rule are previewed', fixesAllOfRule],
  ['many problems of a rule are counted and listed', capsProblems],
  ['cells of a table are marked', marksTables],
  ['the Datasets view leads through the problems of a rule', stepsThroughProblems],
  ['a duplicate leads to its twin', leadsToTwin],
  ['the dataset page mends a row and takes it back', mendsOnPage],
  ['the dataset page mends all problems of a rule', mendsAllOnPage],
  ['rows in training and test are found in the background', findsLeaks],
  ['a rule is suppressed with a reason', suppressesRule],
  ['a rule is suppressed on one row', suppressesOnRow],
  ['a list of suppressions with a mistake is marked', marksWrongSuppressions],
  ['problems are legible in light colours', looksGoodInLight],
  ['a file that is not open is checked from the Explorer', checksFromExplorer],
  ['a text file is checked on its page', checksText],
  ['rare labels are answered by a recipe', writesRecipe],
  ['a label that the run config does not declare is marked and mended', marksUndeclaredLabel],
];

editorSuite('dataset problems in the editor', { picture: 'lint', begin: writeDatasets }, steps);
