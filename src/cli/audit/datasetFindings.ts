import { resolve } from 'node:path';
import type { AuditOptions } from '../../audit/auditOptions';
import { auditDataset } from '../../audit/dataset/auditDataset';
import { readReferenceMix } from '../../data/groups/referenceMix';
import type { Findings } from '../../audit/report/finishReport';
import { hashFile } from '../../data/hashFile';
import { recogniseAll } from '../../data/schemas/detectSchema';
import { UserError } from '../../protocol/errors';
import { rowsToRead } from '../dataOptions';
import type { AuditRequest } from './auditArguments';
import type { AuditProgress } from './auditProgress';

/** What a data file says before anything is trained on it. @throws UserError for what needs a model */
export async function datasetFindings(
  path: string,
  { base, suites, builtIn, positive, cluster, groups, reference, data }: AuditRequest,
  options: AuditOptions,
  progress: AuditProgress,
): Promise<Omit<Findings, 'createdAt'>> {
  const place = { file: path };
  const flag =
    data.value('data') !== null
      ? '--data'
      : base !== null
        ? '--base'
        : suites.length > 0
          ? '--suite'
          : builtIn !== null
            ? '--built-in'
            : positive !== null
              ? '--positive'
              : cluster !== null
                ? '--cluster'
                : null;
  if (flag !== null)
    throw new UserError(`${flag} asks a model, and this is a data file.`, {
      place,
      next: `Leave it out to audit the file itself, or name a run or a model folder before ${flag}.`,
    });
  const mix = reference === null ? null : readReferenceMix(resolve(reference));
  const { source, fields } = rowsToRead(path, data, null);
  const onProgress = progress.phase('Reading the dataset');
  const choice = { ...recogniseAll, fields };
  const request = { choice, columns: groups, mix };
  const { checks, coverage, caveats, rows } = await auditDataset(source, request, {
    ...options,
    onProgress,
  });
  const hash = await hashFile(source.path);
  return {
    subject: source.path,
    kind: 'dataset',
    ...{ checks, coverage, caveats, base: null, changes: [], split: null },
    sources: [
      { kind: 'data', path: source.path, hash, rows },
      ...(mix === null ? [] : [mix.source]),
    ],
    data: { path: source.path, hash },
  };
}
