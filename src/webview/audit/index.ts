import type { FromAuditPage, ToAuditPage } from '../../protocol/auditPage';
import { element, fill, pageRoot } from '../element';
import { emptyView } from '../emptyView';
import type { PageState } from '../host';
import { connectHost } from '../host';
import { keepScroll } from '../keepScroll';
import '../style/base.css';
import '../style/navigation.css';
import '../style/tables.css';
import '../style/audit.css';
import { auditHead } from './auditHead';
import { changesSection } from './changesSection';
import { examplesSection } from './examplesSection';
import { familiesOf, isFound } from './families';
import type { SectionState } from './familySection';
import { familySection } from './familySection';
import { methodFold } from './methodFold';
import { remediesSection } from './remediesSection';
import { withoutTurns } from './withoutTurns';

interface AuditPageState extends PageState {
  /** By audit id. */
  readonly sections: Readonly<Record<string, SectionState>>;
  /** Keys of the rows whose evidence is open. */
  readonly open: readonly string[];
  /** Sections that were folded or unfolded by hand. */
  readonly unfolded: Readonly<Record<string, boolean>>;
  readonly areChangesTable: boolean;
  readonly isMethodOpen: boolean;
  readonly scroll: Readonly<Record<string, number>>;
}

const host = connectHost<ToAuditPage, FromAuditPage, AuditPageState>({
  sections: {},
  open: [],
  unfolded: {},
  areChangesTable: false,
  isMethodOpen: false,
  scroll: {},
});

const scroll = keepScroll(host.state.scroll, (places) => host.remember({ scroll: places }));
const root = pageRoot();
/** With more sections, those without a disparity begin folded. */
const mostUnfolded = 6;

let drawn = '';

fill(root, emptyView('Reading the audit…'));

host.onMessage((message) => {
  switch (message.type) {
    case 'snapshot':
      drawSnapshot(message);
      return;
    case 'failed':
      drawn = '';
      fill(
        root,
        element('h1', {}, 'Bias audit'),
        emptyView(message.reason, {
          label: 'Audit again…',
          onClick: () => host.send({ type: 'audit-again' }),
        }),
      );
      return;
  }
});

function drawSnapshot(snapshot: Extract<ToAuditPage, { type: 'snapshot' }>): void {
  const { name, baseName, remedies, remedyNotes, isRun, canCompare } = snapshot;
  const wanted = JSON.stringify([
    snapshot.report.createdAt,
    snapshot.report.subject,
    name,
    baseName,
    remedies,
    remedyNotes,
  ]);
  // note: what is open and sorted stays as it is while nothing else is there to show.
  if (wanted === drawn) return;
  const isFirst = drawn === '';
  drawn = wanted;
  const report = withoutTurns(snapshot.report);
  const families = familiesOf(report.checks);
  const evidence = {
    sources: report.sources,
    onRow: (path: string, line: number) => host.send({ type: 'open-row', path, line }),
  };
  const folds = {
    isOpen: (key: string) => host.state.open.includes(key),
    onOpen: (key: string, isOpen: boolean) => {
      const others = host.state.open.filter((each) => each !== key);
      host.remember({ open: isOpen ? [...others, key] : others });
    },
  };
  fill(
    root,
    auditHead(report, name, {
      onExport: (format) => host.send({ type: 'export', format }),
      onAuditAgain: () => host.send({ type: 'audit-again' }),
      onOpenRun: isRun ? () => host.send({ type: 'open-run' }) : null,
    }),
    changesSection(report.changes, baseName, {
      ...folds,
      notes: report.baseNotes ?? [],
      onCompare: canCompare ? () => host.send({ type: 'compare' }) : null,
      isTable: host.state.areChangesTable,
      onTable: (areChangesTable) => host.remember({ areChangesTable }),
    }),
    examplesSection(report.checks, evidence),
    remediesSection(remedies, remedyNotes, (remedy) => host.send({ type: 'apply', remedy })),
    ...families.map((family) =>
      familySection(family, {
        ...evidence,
        ...folds,
        report,
        // note: a suite is covered by all its sections together.
        coverage:
          families.find(({ id }) => id === family.id) === family
            ? report.coverage.find(({ id }) => id === family.id)
            : undefined,
        isUnfolded:
          host.state.unfolded[family.key] ?? (families.length <= mostUnfolded || isFound(family)),
        onFold: (isUnfolded) =>
          host.remember({ unfolded: { ...host.state.unfolded, [family.key]: isUnfolded } }),
        state: host.state.sections[family.key],
        onState: (state) =>
          host.remember({ sections: { ...host.state.sections, [family.key]: state } }),
      }),
    ),
    methodFold(report, {
      isOpen: host.state.isMethodOpen,
      onToggle: (isMethodOpen) => host.remember({ isMethodOpen }),
    }),
  );
  if (isFirst) scroll.goTo('page');
}

host.send({ type: 'ready' });
