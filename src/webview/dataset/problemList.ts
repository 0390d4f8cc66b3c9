import type { RowDetail, RowProblem, RuleAction, RuleProblems } from '../../protocol/datasetPage';
import type { RelatedPlace, RuleId } from '../../protocol/lint';
import { formatCount } from '../../protocol/formatNumber';
import { hasLines } from '../../protocol/hasLines';
import { baseName } from '../baseName';
import { button, linkButton } from '../controls';
import { element } from '../element';
import { problemMark } from './problemMark';

export interface ProblemHandlers {
  readonly onFix: (problem: RowProblem, title: string) => void;
  readonly onRule: (rule: RuleId, action: RuleAction) => void;
  /** Null: no row of the file can be told from the others. */
  readonly onSuppressRow: ((problem: RowProblem) => void) | null;
  readonly onPlace: (place: RelatedPlace) => void;
}

/** The problems of a row, each with what mends it and where it comes from. */
export function drawProblems(
  { problems, row }: RowDetail,
  ruleOf: (rule: RuleId) => RuleProblems | null,
  handlers: ProblemHandlers,
): HTMLElement {
  const { onSuppressRow } = handlers;
  const items = problems.map((problem) => {
    const { severity, message, field, rule, fixes, related } = problem;
    const place = field === null ? null : element('code', {}, field);
    return element(
      'li',
      {},
      element('p', {}, problemMark(severity), message),
      element(
        'p',
        { class: 'hint' },
        linkButton(rule, () => handlers.onRule(rule, 'explain'), `What is ${rule}?`),
        ...(place === null ? [] : [' in ', place]),
      ),
      element(
        'div',
        { class: 'actions' },
        ...fixes.map((title) =>
          button({ label: title, onClick: () => handlers.onFix(problem, title) }),
        ),
        ...related.slice(0, mostRelated).map((twin) => {
          return linkButton(placeWords(twin), () => handlers.onPlace(twin), twin.message);
        }),
        ...ruleLinks(ruleOf(rule), handlers),
        onSuppressRow === null
          ? null
          : linkButton('Suppress on this row…', () => onSuppressRow(problem), rowWords),
      ),
    );
  });
  const label = `Problems of row ${formatCount(row)}`;
  return element('ul', { class: 'problems', attributes: { 'aria-label': label } }, ...items);
}

/** Places of one problem that stand as links of their own. */
const mostRelated = 3;

/** note: of a file without lines the line of a row is its number. */
function placeWords({ path, line }: RelatedPlace): string {
  const name = baseName(path);
  return hasLines(path)
    ? `Go to ${name}:${formatCount(line)}`
    : `Go to row ${formatCount(line)} of ${name}`;
}

/** What can be done about all problems of a rule. */
export function ruleLinks(
  found: RuleProblems | null,
  { onRule }: Pick<ProblemHandlers, 'onRule'>,
): HTMLElement[] {
  if (found === null) return [];
  const { rule, count, isFixable } = found;
  const all =
    isFixable && count > 1
      ? [linkButton(`Fix all ${formatCount(count)}…`, () => onRule(rule, 'fix-all'))]
      : [];
  return [
    ...all,
    linkButton('Suppress in this file…', () => onRule(rule, 'suppress'), suppressWords),
  ];
}

const rowWords = 'Let this problem of this row stand, with a reason';
const suppressWords = 'Leave this rule out for this file, with a reason';
