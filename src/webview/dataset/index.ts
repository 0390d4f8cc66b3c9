import {
  noFilter,
  type DatasetHead,
  type FromDatasetPage,
  type RowFilter,
  type RowOrder,
  type RuleAction,
  type RowView,
  type ToDatasetPage,
} from '../../protocol/datasetPage';
import { assertNever } from '../../protocol/assertNever';
import type { RuleId } from '../../protocol/lint';
import { baseName } from '../baseName';
import { element, fill, pageRoot } from '../element';
import { emptyView } from '../emptyView';
import { connectHost, type PageState } from '../host';
import '../style/base.css';
import '../style/dataset.css';
import '../style/navigation.css';
import { createColumnHeads } from './columnHeads';
import { createDatasetHead } from './datasetHead';
import { createFilterBar } from './filterBar';
import { createNoticeList } from './noticeList';
import { withColumn } from './filters';
import { createRowGrid } from './rowGrid';
import { createRowPanel } from './rowPanel';
import { createRuleBar } from './ruleBar';

interface DatasetPageState extends PageState {
  readonly filter: RowFilter;
  readonly order: RowOrder | null;
  /** Place of the row at the top. */
  readonly top: number;
  readonly selected: number | null;
}

const host = connectHost<ToDatasetPage, FromDatasetPage, DatasetPageState>({
  filter: noFilter,
  order: null,
  top: 0,
  selected: null,
});

let shown: { head: DatasetHead; view: RowView } | null = null;
const head = createDatasetHead({
  onSchema: (name) => host.send({ type: 'schema', name }),
  onCheck: () => host.send({ type: 'check' }),
  onStop: () => host.send({ type: 'stop' }),
  onReadAgain: () => host.send({ type: 'reopen' }),
  onOpen: (what, path) => host.send({ type: 'open', what, path }),
});
const bar = createFilterBar({
  filter: host.state.filter,
  onFilter: (filter) => show(filter, host.state.order),
});
const heads = createColumnHeads({
  onFilter: (filter) => show(withColumn(host.state.filter, filter), host.state.order),
  onOrder: (order) => show(host.state.filter, order),
});
const grid = createRowGrid({
  head: heads.element,
  top: host.state.top,
  selected: host.state.selected,
  onRows: (version, at, count) => host.send({ type: 'rows', version, at, count }),
  onSelect: (row) => {
    host.remember({ selected: row });
    host.send({ type: 'detail', row });
  },
  onOpen: (line) => host.send({ type: 'open-line', line }),
  onTop: (top) => host.remember({ top }),
  onColumns: (from, to) => heads.show(from, to),
});
const onRule = (rule: RuleId, action: RuleAction): void =>
  host.send({ type: 'rule', rule, action });
const ruleBar = createRuleBar({ onRule });
const panel = createRowPanel({
  onRule,
  onFix: ({ rule, line }, title) => {
    const row = host.state.selected;
    if (row !== null) host.send({ type: 'fix', rule, row, line, title });
  },
  onSuppressRow: ({ rule, line, column }) =>
    host.send({ type: 'suppress-row', rule, line, column }),
  onPlace: ({ path, line }) => host.send({ type: 'open-place', path, line }),
  ruleOf: (rule) => shown?.head.problems?.find((each) => each.rule === rule) ?? null,
  onLine: (line) => host.send({ type: 'open-line', line }),
  onClose: closePanel,
});
// note: after a click on a row the focus may be on nothing; a menu that closes keeps Escape to itself.
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented && !panel.element.hidden) closePanel();
});

const notices = createNoticeList((id) => host.send({ type: 'act', id }));

const root = pageRoot();
root.classList.add('dataset-page');
let isBuilt = false;

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

/** What the user had arranged before the page was hidden, or the file was read again, holds. */
function restored(view: RowView): RowView {
  if (isChosen(view)) return view;
  const { filter, order } = host.state;
  host.send({ type: 'view', filter, order });
  return { ...view, filter, order, rows: 0, done: 0 };
}

function closePanel(): void {
  host.remember({ selected: null });
  panel.draw(null);
  grid.element.focus();
}

function isChosen(view: RowView): boolean {
  const { filter, order } = host.state;
  return JSON.stringify([filter, order]) === JSON.stringify([view.filter, view.order]);
}

/** What is known of the row in the side panel may be more now. */
function askForDetail(): void {
  const { selected } = host.state;
  if (selected !== null) host.send({ type: 'detail', row: selected });
}

function show(filter: RowFilter, order: RowOrder | null): void {
  host.remember({ filter, order, top: 0 });
  host.send({ type: 'view', filter, order });
}

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
      { label: 'Open in the editor', onClick: () => host.send({ type: 'open-line', line: 1 }) },
    ),
  );
}

function draw(): void {
  if (shown === null) return;
  if (!isBuilt) {
    isBuilt = true;
    fill(
      root,
      head.element,
      notices.element,
      bar.element,
      ruleBar.element,
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
  grid.draw(facts.columns, view, view.done === 1 && isRead);
}

host.send({ type: 'ready' });
