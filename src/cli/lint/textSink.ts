import { catalogue } from '../../data/lint/catalogue';
import { crossFileRules } from '../../data/lint/ruleTable';
import { printPlace } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { ruleIds, type LintFinding, type RuleId, type Severity } from '../../protocol/lint';
import { printLine, widthOf, type Output } from '../output';
import { visible } from '../../protocol/visible';
import { bar, faint, openLiveLine, strong } from '../terminal/liveLine';
import { adviseLength } from './adviseLength';
import {
  inFileOrder,
  type FileCounts,
  type FixedCounts,
  type HowChecked,
  type LintSink,
} from './lintSink';

/** Findings shown of a rule in a file; the rest is counted. */
const mostShown = 20;

/** Their findings need more than the file: --fix, which has no more, leaves them. */
const leftByFix: ReadonlySet<RuleId> = new Set([
  ...crossFileRules.flatMap(({ ids }) => ids),
  'L-LBL-01',
]);

/** What so large a part of the rows has is no list of places but one sentence. */
const foldedShare = 0.5;

interface Group {
  shown: LintFinding[];
  count: number;
  /** Rows that have it: findings of a rule come row by row. */
  rows: number;
  lastRow: number | null;
}

const severityNames: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['note', 'notes'],
};

/** Prints findings for people: by file and rule, each with its place, then what they sum up to. */
export function textSink(output: Output): LintSink {
  const live = openLiveLine(output);
  const totals: Record<Severity, number> = { error: 0, warning: 0, information: 0 };
  let fixable = 0;
  const guesses = new Map<RuleId, number>();
  let files = 0;
  let path = '';
  let how: HowChecked | null = null;
  let longest = 0;
  let groups = new Map<RuleId, Group>();

  const printFile = ({ rows, unread, suppressed }: FileCounts): void => {
    const all = [...groups.values()].reduce((sum, group) => sum + group.count, 0);
    const left = suppressed === 0 ? '' : `, ${formatCount(suppressed)} suppressed`;
    const found = `${all === 0 ? 'no findings' : countOf(all, 'finding')}${left}`;
    printLine(
      output,
      strong(output, `${visible(path)}: ${countOf(rows, 'row')}${readOf(rows, unread)}, ${found}`),
    );
    for (const note of how?.notes ?? []) printLine(output, faint(output, visible(note)));
    for (const rule of ruleIds) {
      const group = groups.get(rule);
      if (group === undefined) continue;
      printLine(output);
      const head = `${rule}  ${catalogue[rule].title}  (${formatCount(group.count)})`;
      printLine(output, strong(output, head));
      const isFolded = group.count > mostShown && group.rows > foldedShare * rows;
      const shown = inFileOrder(group.shown).slice(0, isFolded ? 1 : mostShown);
      for (const finding of shown) printLine(output, lineOf(path, finding));
      const more = group.count - shown.length;
      const where = `, in ${formatCount(group.rows)} of ${countOf(rows, 'row')}`;
      const rest = `and ${formatCount(more)} more${isFolded ? where : ''}; --json lists all`;
      if (more > 0) printLine(output, faint(output, rest));
    }
    const advice = how === null ? null : adviseLength(longest, how);
    if (advice !== null) printLine(output, `\n${visible(advice)}`);
    printLine(output);
  };
  return {
    beginFile(next, howChecked) {
      [path, how, longest] = [next, howChecked, 0];
      files += 1;
      groups = new Map();
    },
    finding(finding) {
      totals[finding.severity] += 1;
      longest = Math.max(longest, finding.tokens ?? 0);
      if (finding.fixable && !leftByFix.has(finding.rule)) {
        if (finding.guess === true) guesses.set(finding.rule, (guesses.get(finding.rule) ?? 0) + 1);
        else fixable += 1;
      }
      const group = groups.get(finding.rule) ?? { shown: [], count: 0, rows: 0, lastRow: null };
      groups.set(finding.rule, group);
      group.count += 1;
      if (finding.row !== null && finding.row !== group.lastRow) group.rows += 1;
      group.lastRow = finding.row;
      if (group.shown.length < mostShown) group.shown.push(finding);
    },
    suppressed: () => undefined,
    progress(done) {
      const room = Math.min(30, widthOf(output) - 30);
      live.show(`${bar(done, room)} ${Math.floor(done * 100)} %  ${visible(path)}`);
    },
    endFile(counts) {
      live.end();
      printFile(counts);
    },
    end(fixed) {
      live.end();
      if (fixed !== null) for (const line of mendedLines(fixed)) printLine(output, line);
      printLine(output, summaryOf(totals, files));
      if (fixed === null)
        for (const line of mendableLines(fixable, guesses, files)) printLine(output, line);
    },
    stop: () => live.end(),
  };
}

/** What --fix would mend, and what only where its rule is named. */
function mendableLines(
  fixable: number,
  guesses: ReadonlyMap<RuleId, number>,
  files: number,
): string[] {
  const how = files > 1 ? 'name one file and add' : 'add';
  const sum = [...guesses.values()].reduce((total, each) => total + each, 0);
  const flags = `--rules ${['all', ...guesses.keys()].join(',')}`;
  const fix = '--fix --out FILE';
  return [
    ...(fixable === 0 ? [] : [`${formatCount(fixable)} can be mended in a copy: ${how} ${fix}.`]),
    ...(sum === 0
      ? []
      : [
          `${formatCount(sum)}${fixable === 0 ? '' : ' more'} only by a guess ([fix?]), which is made where its rule is named: ${fixable === 0 ? `${how} ${fix}` : 'add'} ${flags}.`,
        ]),
  ];
}

/** ` (3 can be read)`: rules about all rows count these. */
function readOf(rows: number, unread: number): string {
  return unread === 0 ? '' : ` (${formatCount(rows - unread)} can be read)`;
}

/** What was mended, and what was not because its rule must be named for it. */
function mendedLines({ counts, guesses, out }: FixedCounts): string[] {
  const sum = Object.values(counts).reduce((total, each) => total + each, 0);
  const what =
    sum === 0 ? 'Nothing to mend' : `Mended ${countOf(sum, 'finding')} (${printCounts(counts)})`;
  const doubtful = Object.keys(guesses);
  const named = ['all', ...doubtful].join(',');
  return [
    `${what}: ${visible(out)}`,
    ...(doubtful.length === 0
      ? []
      : [
          `Left as they are, since the fix is a guess: ${printCounts(guesses)}. A rule that is named has it made: --rules ${named}.`,
        ]),
  ];
}

function printCounts(counts: FixedCounts['counts']): string {
  return Object.entries(counts)
    .map(([rule, count]) => `${rule} ${formatCount(count)}`)
    .join(', ');
}

function lineOf(path: string, finding: LintFinding): string {
  const { line, column, rule, severity, message } = finding;
  const place = printPlace({ file: visible(path), line, column });
  const [level] = severityNames[severity];
  return `${place} ${rule} ${level}: ${visible(message)}${twinOf(finding)}${markOf(finding)}`;
}

function markOf({ fixable, guess }: LintFinding): string {
  if (!fixable) return '';
  return guess === true ? ' [fix?]' : ' [fix]';
}

/** Where the row stands that a message names by its number, or one that shows it; further places are not worth a line. */
function twinOf({ row, line, related }: LintFinding): string {
  const twin = row === null ? related[0] : related.find((place) => place.line !== line);
  if (twin === undefined) return '';
  return ` [see ${printPlace({ file: visible(twin.path), line: twin.line })}]`;
}

function summaryOf(totals: Readonly<Record<Severity, number>>, files: number): string {
  const parts = (['error', 'warning', 'information'] as const)
    .filter((severity) => totals[severity] > 0)
    .map((severity) => countOf(totals[severity], ...severityNames[severity]));
  const where = files === 1 ? '' : ` in ${countOf(files, 'file')}`;
  return parts.length === 0 ? `No findings${where}.` : `${parts.join(', ')}${where}.`;
}
