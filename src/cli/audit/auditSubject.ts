import { statSync } from 'node:fs';
import path from 'node:path';
import { refuseLanguageModel } from '../../audit/languageModel';
import { readJsonObject } from '../../data/tokens/jsonFile';
import { UserError } from '../../protocol/errors';
import { hasHead } from '../../trainer/modelFolder/loadModel';
import { findSubject, type Subject } from '../findRun';

/** What is audited: it decides which checks there are. */
export type AuditSubject =
  | { readonly kind: 'dataset' | 'predictions'; readonly path: string }
  | ({ readonly kind: 'classifier' | 'encoder' } & Subject);

/** @throws UserError when there is no such run, model or file, or the model is of a kind that cannot be audited */
export async function auditSubject(named: string): Promise<AuditSubject> {
  if (statSync(named, { throwIfNoEntry: false })?.isFile() === true) {
    if (/\.finetune\.jsonc?$/.test(named))
      throw new UserError('This is a run config, which says what is to be trained.', {
        place: { file: named },
        next: 'Name a run that it made, its model folder, or its data file.',
      });
    return { kind: 'dataset', path: named };
  }
  const subject = await findSubject(named);
  const config = path.join(subject.model, 'config.json');
  refuseLanguageModel(readJsonObject(config, largestConfig), config);
  return { kind: hasHead(subject.model) ? 'classifier' : 'encoder', ...subject };
}

const largestConfig = 16 * 2 ** 20;
