import type { DatasetHead, RowView } from '../../protocol/datasetPage';
import { assertNever } from '../../protocol/assertNever';
import { hasLines } from '../../protocol/hasLines';
import { baseName } from '../baseName';
import { element, fill, pageRoot } from '../element';
import { emptyView } from '../emptyView';
import '../style/base.css';
import '../style/dataset.css';
import '../style/navigation.css';
import { askForDetail, host, isChosen, restored } from './datasetHost';
import { createDatasetParts } from './datasetParts';

let shown: { head: DatasetHead; view: RowView } | null = null;
let isBuilt = false;

const { head, bar, heads, grid, panel, ruleBar, notices } = createDatasetParts(
  (rule) => shown?.head.problems?.find((each) => each.rule === rule) ?? null,
);
const root = pageRoot();
root.classList.add('dataset-page');
fill(root, emptyView('Opening the dataset…'));
panel.draw(null);

host.onMessage((message) => {
  switch (message.type) {
    case 'snapshot':
      shown = { head: message.head, view: restored(message.view) };
      askForDetail();
      draw();
      return;
    case 'head':
      if (shown === null) return;
      shown.head = message.head;
      draw();
      return;
    case 'view':
      // note: what was chosen in between is on its way.
      if (shown === null || !isChosen(message.view)) return;
      if (shown.view.version !== message.view.version) askForDetail();
      shown.view = message.view;
      draw();
      return;
    case 'back': {
      // note: something else may have been chosen meanwhile.
      if (shown === null || !isChosen(message.given)) return;
      const { filter, order } = message.view;
      host.remember({ filter, order });
      shown.view = message.view;
      draw();
      return;
    }
    case 'rows':
      grid.add(message.version, message.at, message.rows);
      return;
    case 'detail':
      if (message.detail.row === host.state.selected) panel.draw(message.detail);
      return;
    case 'notices':
      notices.draw(message.notices);
      return;
    case 'failed':
      drawFailure(message.message);
      return;
    default:
      assertNever(message, 'message');
  }
});

/** Why there are no rows; what is shown when the file can be read comes back by itself. */
function drawFailure(reason: string): void {
  // note: answers to what was asked before may still come; rows that cannot be read are not drawn over the reason.
  [isBuilt, shown] = [false, null];
  fill(
    root,
    element('h1', { title: host.state.id }, baseName(host.state.id)),
    emptyView(
      reason,
      { label: 'Read it again', onClick: () => host.send({ type: 'reopen' }) },
      ...(hasLines(host.state.id)
        ? [
            {
              label: 'Open in the editor',
              onClick: () => host.send({ type: 'open-line', line: 1 }),
            },
          ]
        : []),
    ),
  );
}

function draw(): void {
  if (shown === null) return;
  if (!isBuilt) {
    isBuilt = true;
    fill(
      root,
      ...[head.element, notices.element, bar.element, ruleBar.element],
      element('div', { class: 'dataset-body' }, grid.element, panel.element),
    );
  }
  const { head: facts, view } = shown;
  head.draw(facts, view);
  // note: while rows are looked for, what was chosen last is not yet in the view.
  bar.draw(facts, { ...view, filter: host.state.filter });
  ruleBar.draw(facts, view);
  heads.draw({ ...view, columns: facts.columns, rows: facts.rows });
  const isRead = facts.done === 1 || facts.isStopped;
  grid.draw(facts, view, view.done === 1 && isRead);
}

host.send({ type: 'ready' });
