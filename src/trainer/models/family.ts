import type { ConfigReader } from './configReader';
import type { Model } from './model';

/** A kind of network, chosen by `model_type` of config.json. A new one is a folder beside `bert/` and a line in families.ts. */
export interface Family {
  /** The transformers class that loads what we save. */
  readonly architecture: string;
  /** @throws UserError for a config that is malformed, absurd or asks for what this family does not do */
  read(config: ConfigReader): Network;
  /** The parameter a tensor of a checkpoint fills, whatever prefix or old name it bears; null: it fills none, on purpose. */
  parameterName(tensorName: string): string | null;
}

/** A network before its head is known. */
export interface Network {
  readonly vocabSize: number;
  /** Deviation of weights that a checkpoint does not bring. */
  readonly initializerRange: number;
  /** Begins the names of the head's parameters. */
  readonly headPrefix: string;
  /** Begins the names of parameters that start untrained where a checkpoint lacks them: head, pooler. */
  readonly optionalPrefixes: readonly string[];
  /** @param dropout for all places; null keeps the config's own rates */
  create(request: { readonly labelCount: number; readonly dropout: number | null }): Model;
}
