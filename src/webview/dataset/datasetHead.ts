import type { DatasetHead, RowView } from '../../protocol/datasetPage';
import { countOf, formatBytes, formatCount, formatPercent } from '../../protocol/formatNumber';
import type { TokenFigures } from '../../protocol/lint';
import { button, dropdown } from '../controls';
import { element, fill, setText } from '../element';
import { createRedraw } from '../redraw';
import { drawUses, type OpenWhat } from './usesLine';
import { createWorkLine } from './workLine';

/** Name, size, use and schema of a dataset, and how far it has been read and checked. */
export function createDatasetHead(handlers: {
  readonly onSchema: (name: string | null) => void;
  readonly onCheck: () => void;
  readonly onStop: () => void;
  readonly onReadAgain: () => void;
  readonly onOpen: (what: OpenWhat, path: string) => void;
}): { readonly element: HTMLElement; draw(head: DatasetHead, view: RowView): void } {
  const title = element('h1');
  const figures = element('p', { class: 'number' });
  const uses = element('div', { class: 'uses' });
  const schema = element('div', { class: 'schema-line' });
  const work = createWorkLine(handlers.onStop);
  const note = element('p', { class: 'hint', attributes: { role: 'status' } });
  const actions = element('div', { class: 'actions' });
  const redraw = createRedraw();

  const drawSchema = ({ schema: found, schemaNames }: DatasetHead): void => {
    if (found === null) {
      fill(schema);
      return;
    }
    const options = [
      { value: '', words: 'Recognise it' },
      ...schemaNames.map((name) => ({ value: name, words: name })),
    ];
    fill(
      schema,
      dropdown({
        label: 'Schema',
        options,
        chosen: found.name,
        onChange: (name) => handlers.onSchema(name === '' ? null : name),
      }),
      element('span', { class: 'hint' }, schemaWords(found)),
    );
  };

  const drawActions = (offered: ReturnType<typeof offeredActions>): void => {
    const { onCheck, onReadAgain } = handlers;
    fill(
      actions,
      offered === 'check' ? button({ label: 'Check this dataset', onClick: onCheck }) : null,
      offered === 'read-again' ? button({ label: 'Read to the end', onClick: onReadAgain }) : null,
    );
  };

  return {
    element: element(
      'header',
      { class: 'dataset-head' },
      ...[title, figures, uses, schema, work.element, note, actions],
    ),
    draw: (head, view) => {
      setText(title, head.name);
      title.title = head.path;
      const rows = head.done < 1 ? `${formatCount(head.rows)}+ rows` : countOf(head.rows, 'row');
      const tokens = head.tokens === null ? '' : ` · ${tokenWords(head.tokens, head.schema)}`;
      setText(figures, `${rows} · ${formatBytes(head.bytes)}${tokens}`);
      redraw(uses, head.uses, () => fill(uses, ...drawUses(head.uses, handlers.onOpen)));
      redraw(schema, [head.schema, head.schemaNames], () => drawSchema(head));
      work.draw(head, view);
      const words = noteWords(head, view);
      setText(note, words);
      note.hidden = words === '';
      const offered = offeredActions(head);
      actions.hidden = offered === null;
      redraw(actions, offered, () => drawActions(offered));
    },
  };
}

function offeredActions({ isStopped, done, problems }: DatasetHead): 'check' | 'read-again' | null {
  if (isStopped) return 'read-again';
  return problems === null && done === 1 ? 'check' : null;
}

function noteWords({ isStopped, done }: DatasetHead, { note }: RowView): string {
  if (note !== null) return note;
  const share = formatPercent(done);
  return isStopped ? `Stopped at ${share}: the figures are of the rows up to there.` : '';
}

/** What a run config or the user named needs no guess. */
function schemaWords({ confidence, evidence }: NonNullable<DatasetHead['schema']>): string {
  const named = /^named; (.*)$/.exec(evidence)?.[1];
  return named ?? `${formatPercent(confidence)} sure: ${evidence}`;
}

/** `194,112 tokens, 97 a row, at most 512 · 12 rows cut off at 128`. */
function tokenWords(
  { rows, tokens, trained, longest, cut, maxLength }: TokenFigures,
  schema: DatasetHead['schema'],
): string {
  const mean = rows === 0 ? 0 : tokens / rows;
  const share = tokens === 0 ? 0 : trained / tokens;
  const each = `${mean.toFixed(mean < 10 ? 1 : 0)} a row, at most ${formatCount(longest)}`;
  const parts = [
    `${countOf(tokens, 'token')}, ${each}`,
    // A label is learnt from the whole text.
    ...(schema?.name !== 'classification' ? [`${formatPercent(share)} carry loss`] : []),
    cut === 0
      ? `none cut off at ${formatCount(maxLength)}`
      : `${countOf(cut, 'row')} cut off at ${formatCount(maxLength)}`,
  ];
  return parts.join(' · ');
}
