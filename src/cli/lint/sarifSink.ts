import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sarifResult, sarifTool } from '../../data/lint/sarif';
import { rulePage, ruleSection } from '../../data/lint/rulePage';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { productVersion } from '../../protocol/version';
import type { Output } from '../output';
import { partWriter } from '../partWriter';
import { inFileOrder, type LintSink } from './lintSink';

/**
 * Prints a SARIF 2.1.0 log, for viewers of code scanning. Results that come in order are printed at once, so that a report may
 * be larger than memory; that is why what they came from stands behind them.
 */
export function sarifSink({ stdout }: Output): LintSink {
  const ids: RuleId[] = [];
  const { write, end } = partWriter(stdout);
  let printed = 0;
  let file = '';
  let held: Held[] | null = null;
  const print = ({ finding, suppressed }: Held): void => {
    if (!ids.includes(finding.rule)) ids.push(finding.rule);
    const related = finding.related.map((each) => ({ ...each, path: here(each.path) }));
    const ruleIndex = ids.indexOf(finding.rule);
    const result = sarifResult(file, ruleIndex, { ...finding, related }, suppressed);
    write(`${printed === 0 ? '' : ','}\n${JSON.stringify(result)}`);
    printed += 1;
  };
  const take = (each: Held): void => {
    if (held === null) print(each);
    else held.push(each);
  };
  write(`{"$schema":"${schema}","version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits",`);
  write('"results":[');
  return {
    beginFile(next, { isOrdered }) {
      file = here(next);
      held = isOrdered ? null : [];
    },
    finding(finding) {
      take({ finding, suppressed: null });
    },
    suppressed(finding, suppressed) {
      take({ finding, suppressed });
    },
    progress: () => undefined,
    endFile() {
      const inOrder = new Map((held ?? []).map((each) => [each.finding, each]));
      for (const finding of inFileOrder([...inOrder.keys()])) {
        const each = inOrder.get(finding);
        if (each !== undefined) print(each);
      }
      held = null;
    },
    end() {
      const tool = sarifTool({ ids, helpOf }, productVersion);
      end(`\n],"tool":${JSON.stringify(tool)}}]}\n`);
    },
    stop: () => undefined,
  };
}

interface Held {
  readonly finding: LintFinding;
  readonly suppressed: string | null;
}

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

/** A path below the folder at hand as it is written there: viewers elsewhere find the file in their checkout. */
function here(file: string): string {
  const relative = path.relative('', file);
  const isOutside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return isOutside ? path.resolve(file) : relative;
}

/** What the page that came with this product says. */
function helpOf(rule: RuleId): string | null {
  const page = findAbove(rulePage(rule).file);
  // note: a report without help is still a report.
  return page === null ? null : ruleSection(readFileSync(page, 'utf8'), rule);
}

/** A file of the product: this code stands in a folder of it, bundled. */
function findAbove(file: string): string | null {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, file))) {
    if (path.dirname(folder) === folder) return null;
    folder = path.dirname(folder);
  }
  return path.join(folder, file);
}
