import type { DatasetHead, RowView } from '../../protocol/datasetPage';
import { formatBytes, formatCount, formatPercent } from '../../protocol/formatNumber';
import { button, dropdown } from '../controls';
import { element, fill, setText } from '../element';

/** Name, size, schema and use of a dataset, and how far it has been read and checked. */
export function createDatasetHead(handlers: {
  readonly onSchema: (name: string | null) => void;
  readonly onCheck: () => void;
}): { readonly element: HTMLElement; draw(head: DatasetHead, view: RowView): void } {
  const title = element('h1');
  const figures = element('p', { class: 'number' });
  const schema = element('div', { class: 'schema-line' });
  const progress = element('p', { class: 'hint number', attributes: { role: 'status' } });
  const check = element('div', { class: 'actions' });
  let schemaDrawn = '';
  let checkDrawn = '';

  const drawSchema = ({ schema: found, schemaNames }: DatasetHead): void => {
    const now = JSON.stringify([found, schemaNames]);
    if (now === schemaDrawn) return;
    schemaDrawn = now;
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
      element(
        'span',
        { class: 'hint' },
        `${formatPercent(found.confidence)} sure: ${found.evidence}`,
      ),
    );
  };

  return {
    element: element('header', { class: 'dataset-head' }, title, figures, schema, progress, check),
    draw: (head, view) => {
      setText(title, head.name);
      title.title = head.path;
      const parts = [
        `${formatCount(head.rows)}${head.done < 1 ? '+' : ''} rows`,
        formatBytes(head.bytes),
        ...head.uses,
      ];
      setText(figures, parts.join(' · '));
      drawSchema(head);
      setText(progress, progressWords(head, view));
      const offersCheck = head.problems === null && head.done === 1;
      const now = String(offersCheck);
      if (now === checkDrawn) return;
      checkDrawn = now;
      fill(
        check,
        offersCheck ? button({ label: 'Check this dataset', onClick: handlers.onCheck }) : null,
      );
    },
  };
}

function progressWords(
  { done, problems, checked }: DatasetHead,
  { done: searched, note }: RowView,
) {
  if (note !== null) return note;
  if (searched < 1) return `Looking through the rows… ${formatPercent(searched)}`;
  if (done < 1) return `Reading… ${formatPercent(done)}; the figures grow until then.`;
  if (problems !== null && checked < 1) return `Checking the rows… ${formatPercent(checked)}`;
  return '';
}
