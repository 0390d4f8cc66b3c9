import { access, cp } from 'node:fs/promises';
import path from 'node:path';

/**
 * The folder that a config in `configFolder` shall name for a chosen model. The encoder in `samples`, which
 * comes with the product, is copied beside the config, into `models/`: an update replaces the product's own
 * folder, and a config that points into it is of no use to anybody else. Other models stay where they are.
 */
export async function ownSampleModel(
  model: string,
  samples: string,
  configFolder: string,
): Promise<string> {
  if (path.dirname(path.resolve(model)) !== path.resolve(samples)) return model;
  const target = path.join(configFolder, 'models', path.basename(model));
  if (path.resolve(model) === path.resolve(target)) return model;
  const isThere = await access(path.join(target, 'config.json')).then(
    () => true,
    () => false,
  );
  if (!isThere) await cp(model, target, { recursive: true });
  return target;
}
