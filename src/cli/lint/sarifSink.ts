import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sarifResult, sarifTool } from '../../data/lint/sarif';
import { rulePage } from '../../data/lint/rulePage';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { productVersion } from '../../protocol/version';
import type { Output } from '../output';
import { inFileOrder, type LintSink } from './lintSink';

/** Prints a SARIF 2.1.0 log, for viewers of code scanning. */
export function sarifSink({ stdout }: Output): LintSink {
  const ids: RuleId[] = [];
  const results: object[] = [];
  let [file, held]: [string, LintFinding[]] = ['', []];
  return {
    beginFile(next) {
      [file, held] = [next, []];
    },
    finding(finding) {
      held.push(finding);
    },
    progress: () => undefined,
    endFile() {
      for (const finding of inFileOrder(held)) {
        if (!ids.includes(finding.rule)) ids.push(finding.rule);
        results.push(sarifResult(file, ids.indexOf(finding.rule), finding));
      }
      held = [];
    },
    end() {
      const run = {
        tool: sarifTool({ ids, pageOf }, productVersion),
        columnKind: 'utf16CodeUnits',
        results,
      };
      const log = { $schema: schema, version: '2.1.0', runs: [run] };
      stdout.write(`${JSON.stringify(log, null, 1)}\n`);
    },
  };
}

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';

/** The page that came with this product. */
function pageOf(rule: RuleId): string {
  const { file, anchor } = rulePage(rule);
  const root = path.resolve(fileURLToPath(import.meta.url), '../..');
  return `${pathToFileURL(path.join(root, file)).href}#${anchor}`;
}
