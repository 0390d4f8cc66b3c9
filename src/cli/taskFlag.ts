import { UserError } from '../protocol/errors';
import type { Task } from '../protocol/runConfig';
import type { ParsedArguments } from './parseArguments';

/** The task that --task names; there is one so far. @throws UserError for another */
export function taskOf(given: ParsedArguments): Task {
  const task = given.value('task') ?? 'text-classification';
  if (task === 'text-classification') return task;
  throw new UserError(`Task "${task}" is not in this version yet.`, {
    next: 'Leave --task out, or use text-classification.',
  });
}
