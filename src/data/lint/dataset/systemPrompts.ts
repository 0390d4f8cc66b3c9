import type { Fix } from '../fix';
import type { ValuePath } from '../../schemas/schema';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { SpanList } from './spanList';
import { formatCount } from '../../../protocol/formatNumber';

/** L-CHT-10: few rows have a system prompt, or few lack one. */
export const systemPromptRule: DatasetRule = {
  ids: ['L-CHT-10'],
  applies: ({ schema }) => ['messages', 'sharegpt', 'alpaca'].includes(schema.name),
  begin: (context) => {
    const [having, lacking] = [new SpanList(), new SpanList()];
    return {
      see(row) {
        const parts = row.parts();
        if (parts.length === 0) return;
        const system = parts.find(({ role, text }) => role === 'system' && text.trim() !== '');
        if (system === undefined) lacking.add(row.row, []);
        else having.add(row.row, system.path);
      },
      finish(report) {
        const rows = having.length + lacking.length;
        const most = threshold(context, 'systemMinority') * rows;
        if (having.length === 0 || lacking.length === 0) return;
        if (having.length < most) {
          for (const { row, at } of having)
            report('L-CHT-10', row, {
              at,
              message: `Only ${formatCount(having.length)} of ${formatCount(rows)} rows have a system prompt: the model rarely sees one. Remove it, or give every row one.`,
              // note: the other way is to give every row one, and a prompt that was just moved to its place would be lost.
              isGuess: true,
              fixes: () => [withoutSystem(at.path)],
            });
        } else if (lacking.length < most) {
          for (const { row, at } of lacking)
            report('L-CHT-10', row, {
              at,
              message: `All but ${formatCount(lacking.length)} of ${formatCount(rows)} rows have a system prompt; this one has none. Give it one.`,
            });
        }
      },
    };
  },
};

/** Takes out the message, where the prompt is one, else the column. */
function withoutSystem(path: ValuePath): Fix {
  const message = path.findLastIndex((key) => typeof key === 'number');
  const removed = message < 0 ? path : path.slice(0, message + 1);
  return { type: 'remove-value', path: removed, title: 'Remove the system prompt', isGuess: true };
}
