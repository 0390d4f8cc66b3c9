import { UserError } from '../../protocol/errors';
import type { Family, Network } from '../models/family';
import type { Model, Parameter } from '../models/model';
import type { WeightFiles } from '../weights/weightFiles';
import type { KeptHead } from './keptHead';

/** Where each parameter of a model comes from. */
export interface ParameterSources {
  /** Parameter name to the name of a tensor in the files. */
  readonly found: ReadonlyMap<string, string>;
  /** Parameters the files do not bring; they start untrained. */
  readonly fresh: readonly Parameter[];
  /** Tensors that fill no parameter. */
  readonly unused: readonly string[];
}

/** Parameter names that a checkpoint brings, with its own names for them. */
export function tensorsByParameter(family: Family, weights: WeightFiles): Map<string, string> {
  const found = new Map<string, string>();
  for (const [tensorName, { file }] of weights.tensors) {
    const name = family.parameterName(tensorName);
    if (name === null) continue;
    const other = found.get(name);
    if (other !== undefined) {
      throw new UserError(`The tensors "${other}" and "${tensorName}" are the same parameter.`, {
        place: { file },
        next: 'Save the model again with transformers, so that each parameter stands once.',
      });
    }
    found.set(name, tensorName);
  }
  return found;
}

/**
 * Matches every parameter with a tensor of exactly its shape.
 * @param kept null: the head starts untrained whatever the files hold
 * @throws UserError for a tensor that is missing or has another shape
 */
export function matchParameters(
  { model, network, folder }: { model: Model; network: Network; folder: string },
  {
    weights,
    tensors,
    kept,
  }: {
    readonly weights: WeightFiles;
    readonly tensors: ReadonlyMap<string, string>;
    readonly kept: KeptHead | null;
  },
): ParameterSources {
  const found = new Map<string, string>();
  const fresh: Parameter[] = [];
  for (const parameter of model.spans.flatMap(({ members }) => members)) {
    const { name } = parameter;
    const isHead = name.startsWith(network.headPrefix);
    const tensorName = isHead && kept === null ? undefined : tensors.get(name);
    if (tensorName !== undefined) {
      const [first = 0, ...rest] = parameter.shape;
      const shape = [isHead ? (kept?.count ?? first) : first, ...rest];
      requireShape(weights, tensorName, shape);
      found.set(name, tensorName);
    } else if (network.optionalPrefixes.some((prefix) => name.startsWith(prefix))) {
      fresh.push(parameter);
    } else {
      throw new UserError(`The weights lack the tensor "${name}".`, {
        place: { file: folder },
        next: 'Copy or download the model again: its config.json asks for this tensor.',
      });
    }
  }
  const used = new Set(found.values());
  const unused = [...tensors.values()].filter((name) => !used.has(name));
  return { found, fresh, unused };
}

function requireShape(weights: WeightFiles, tensorName: string, shape: readonly number[]): void {
  const tensor = weights.tensors.get(tensorName);
  if (tensor === undefined || tensor.entry.shape.join() === shape.join()) return;
  const [has, wants] = [tensor.entry.shape, shape].map((sizes) => `[${sizes.join(', ')}]`);
  throw new UserError(
    `The tensor "${tensorName}" has the shape ${has ?? ''}; config.json asks for ${wants ?? ''}.`,
    {
      place: { file: tensor.file },
      next: 'Put the config.json that belongs to these weights beside them.',
    },
  );
}
