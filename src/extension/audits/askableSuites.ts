import { suiteKinds } from '../../audit/suiteForm';
import type { SuiteKind } from '../../audit/suiteForm';

/** Suites that ship: the words of `finetune audit --built-in`. */
export type BuiltInSuite = (typeof builtInSuites)[number];

export const builtInSuites = ['swap', 'template', 'seat'] as const;

/** What a model can be asked, and what of it is ticked the first time. */
export interface AskableSuites {
  readonly model: 'classifier' | 'encoder';
  readonly files: readonly SuiteKind[];
  readonly builtIn: readonly BuiltInSuite[];
  readonly usual: readonly BuiltInSuite[];
}

export const ofClassifier: AskableSuites = {
  model: 'classifier',
  files: suiteKinds,
  builtIn: builtInSuites,
  usual: ['swap', 'template'],
};

export const ofEncoder: AskableSuites = {
  model: 'encoder',
  files: ['seat'],
  builtIn: ['seat'],
  usual: ['seat'],
};

export const builtInWords: Readonly<Record<BuiltInSuite, readonly [string, string]>> = {
  swap: ['Swaps', 'The rows again about somebody else, word by word'],
  template: ['Templates', '200 sentences, each about many groups; the most of the time'],
  seat: ['Association tests', 'What its embeddings associate with whom'],
};
