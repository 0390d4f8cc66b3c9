import { isRecord } from '../../schemas/columnPath';
import { codePointsIn } from '../../schemas/codePoints';
import { columnOf } from '../../schemas/partsOf';
import type { ValuePath } from '../../schemas/schema';
import { deleteRow } from '../fix';
import type { Report, RowRule } from '../rule';
import { formatCount } from '../../../protocol/formatNumber';

/** L-NER-01: a tag for each token, in a sequence that makes spans; spans that lie within their text. */
export const tagSequenceRule: RowRule = {
  ids: ['L-NER-01'],
  applies: ({ schema }) => schema.name === 'token-classification',
  check({ values }, { schema }, report) {
    const [tokens] = columnOf(schema, values, 'tokens');
    const [tags, path] = columnOf(schema, values, 'tags');
    if (!Array.isArray(tags)) return;
    if (typeof tokens === 'string') checkSpans(tokens, tags, path, report);
    if (!Array.isArray(tokens)) return;
    if (tokens.length !== tags.length) {
      report('L-NER-01', {
        at: { path },
        message: `There are ${formatCount(tokens.length)} tokens and ${formatCount(tags.length)} tags: trainers stop at this row, or give tokens the tags of others. Give each token one tag.`,
        fixes: () => [deleteRow],
      });
    }
    checkSequence(tags, path, report);
  },
};

/** Tags such as B-PER; E and L end a span, S and U are one by themselves. */
const tag = /^([BIELSU])[-_](.+)$/;

/** In BIO and its kin, a tag that goes on with a span needs one of the same kind before it. */
function checkSequence(tags: readonly unknown[], path: ValuePath, report: Report): void {
  let open: string | null = null;
  for (const [index, each] of tags.entries()) {
    const [, part = 'O', kind = ''] = (typeof each === 'string' ? tag.exec(each) : null) ?? [];
    const goesOn = part === 'I' || part === 'E' || part === 'L';
    if (goesOn && open !== kind && typeof each === 'string') {
      const begin = `B${each.slice(1)}`;
      const before =
        index === 0 ? 'it is the first tag' : `"${printed(tags[index - 1])}" is before it`;
      report('L-NER-01', {
        at: { path: [...path, index] },
        message: `"${each.slice(0, 40)}" goes on with a span that nothing began: ${before}. Scorers count it differently. Begin it with "${begin.slice(0, 40)}".`,
        fixes: () => [
          {
            type: 'set-value',
            title: `Change to "${begin.slice(0, 40)}"`,
            path: [...path, index],
            value: begin,
          },
        ],
      });
    }
    open = part === 'B' || part === 'I' ? kind : null;
  }
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 40) : typeof value;
}

/** `{start, end, label}` or `[start, end, label]`, in code points. */
function checkSpans(
  text: string,
  spans: readonly unknown[],
  path: ValuePath,
  report: Report,
): void {
  const length = codePointsIn(text, text.length);
  for (const [index, span] of spans.entries()) {
    const [start, end] = Array.isArray(span)
      ? [span[0] as unknown, span[1] as unknown]
      : isRecord(span)
        ? [span.start, span.end]
        : [undefined, undefined];
    const isInside =
      typeof start === 'number' &&
      typeof end === 'number' &&
      start >= 0 &&
      start < end &&
      end <= length;
    if (isInside) continue;
    const where =
      typeof start === 'number' && typeof end === 'number'
        ? `from ${start} to ${end} in a text of ${length} characters`
        : 'without start and end';
    report('L-NER-01', {
      at: { path: [...path, index] },
      message: `This span goes ${where}: trainers drop it or stop. Correct it, or remove it.`,
      fixes: () => [{ type: 'remove-value', title: 'Remove this span', path: [...path, index] }],
    });
  }
}
