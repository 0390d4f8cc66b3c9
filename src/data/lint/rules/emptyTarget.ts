import { deleteRow } from '../fix';
import type { Part } from '../../schemas/schema';
import type { RowRule } from '../rule';
import { isBlank } from './whitespace';

/** L-TXT-01: a target that is empty or blank; a prompt of which all texts are. */
export const emptyTarget: RowRule = {
  ids: ['L-TXT-01'],
  applies: () => true,
  check(row, _context, report) {
    const prompts: Part[] = [];
    let isPrompted = false;
    for (const part of row.parts()) {
      if (part.role === 'prompt') {
        if (!isBlank(part.text)) isPrompted = true;
        else prompts.push(part);
      } else if (part.role !== 'target' && part.role !== 'label') continue;
      else if (isBlank(part.text) && !callsTools(row.values, part)) {
        report('L-TXT-01', {
          at: { path: part.path },
          message:
            part.role === 'label'
              ? 'The label is empty: this row has nothing to learn from. Fill it in or delete the row.'
              : 'The target is empty: the model would learn to answer nothing. Fill it in or delete the row.',
          fixes: () => [deleteRow],
        });
      }
    }
    const [first] = prompts;
    if (isPrompted || first === undefined) return;
    report('L-TXT-01', {
      at: { path: first.path },
      severity: 'warning',
      message:
        'The prompt is empty: the target is learnt without anything that asks for it. Fill it in or delete the row.',
      fixes: () => [deleteRow],
    });
  },
};

/** An answer may be a call of tools and say nothing. */
function callsTools(values: Readonly<Record<string, unknown>>, { path }: Part): boolean {
  if (path.length < 2) return false;
  let message: unknown = values;
  for (const key of path.slice(0, -1)) message = (message as Record<string, unknown> | null)?.[key];
  if (typeof message !== 'object' || message === null) return false;
  const { tool_calls: calls, function_call: call } = message as Record<string, unknown>;
  return (Array.isArray(calls) && calls.length > 0) || (typeof call === 'object' && call !== null);
}
