import { noFilter, type RuleAction, type RuleProblems } from '../../protocol/datasetPage';
import { hasLines } from '../../protocol/hasLines';
import type { RuleId } from '../../protocol/lint';
import { createColumnHeads } from './columnHeads';
import { createDatasetHead } from './datasetHead';
import { host, showRows } from './datasetHost';
import { createFilterBar } from './filterBar';
import { withColumn } from './filters';
import { createNoticeList } from './noticeList';
import { createRowGrid } from './rowGrid';
import { createRowPanel } from './rowPanel';
import { createRuleBar } from './ruleBar';

/** The parts of the page, each of which says to the host what the user does in it. */
export function createDatasetParts(ruleOf: (rule: RuleId) => RuleProblems | null) {
  const isText = hasLines(host.state.id);
  const onLine = isText ? (line: number) => host.send({ type: 'open-line', line }) : null;
  const head = createDatasetHead({
    onSchema: (name) => host.send({ type: 'schema', name }),
    onCheck: () => host.send({ type: 'check' }),
    onStop: () => host.send({ type: 'stop' }),
    onReadAgain: () => host.send({ type: 'reopen' }),
    onOpen: (what, path) => host.send({ type: 'open', what, path }),
  });
  const bar = createFilterBar({
    filter: host.state.filter,
    onFilter: (filter) => showRows(filter, host.state.order),
  });
  const heads = createColumnHeads({
    onFilter: (filter) => showRows(withColumn(host.state.filter, filter), host.state.order),
    onOrder: (order) => showRows(host.state.filter, order),
  });
  const grid = createRowGrid({
    head: heads.element,
    top: host.state.top,
    selected: host.state.selected,
    onAllRows: () => showRows(noFilter, null),
    onRows: (version, at, count) => host.send({ type: 'rows', version, at, count }),
    onSelect: (row) => {
      host.remember({ selected: row });
      host.send({ type: 'detail', row });
    },
    onOpen: onLine,
    onTop: (top) => host.remember({ top }),
    onColumns: (from, to) => heads.show(from, to),
  });
  const onRule = (rule: RuleId, action: RuleAction): void =>
    host.send({ type: 'rule', rule, action });
  const closePanel = (): void => {
    host.remember({ selected: null });
    panel.draw(null);
    grid.element.focus();
  };
  const panel = createRowPanel({
    onRule,
    onFix: ({ rule, line }, title) => {
      const row = host.state.selected;
      if (row !== null) host.send({ type: 'fix', rule, row, line, title });
    },
    onSuppressRow: isText
      ? ({ rule, line, column }) => host.send({ type: 'suppress-row', rule, line, column })
      : null,
    onPlace: ({ path, line }) => {
      if (!isText && path === host.state.id) grid.goToRow(line);
      else host.send({ type: 'open-place', path, line });
    },
    ruleOf,
    onLine,
    onClose: closePanel,
  });
  // note: after a click on a row the focus may be on nothing; a menu that closes keeps Escape to itself.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !panel.element.hidden) closePanel();
  });
  const ruleBar = createRuleBar({ onRule });
  const notices = createNoticeList((id) => host.send({ type: 'act', id }));
  return { head, bar, heads, grid, panel, ruleBar, notices };
}
