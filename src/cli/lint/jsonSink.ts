import type { LintFinding } from '../../protocol/lint';
import type { Output } from '../output';
import { partWriter } from '../partWriter';
import { countRules, inFileOrder, type LintSink } from './lintSink';

/**
 * Prints a LintReport. Findings that come in order are printed at once, so that a report may be larger than memory; that is
 * why a file's rows stand behind them.
 */
export function jsonSink({ stdout }: Output): LintSink {
  const counts = countRules();
  let files = 0;
  let printed = 0;
  let held: LintFinding[] | null = null;
  const { write, end } = partWriter(stdout);
  const print = (finding: LintFinding): void => {
    write(`${printed === 0 ? '' : ','}${JSON.stringify(finding)}`);
    printed += 1;
  };
  write('{"files":[');
  return {
    beginFile(path, { isOrdered, config }) {
      const head = JSON.stringify({ path, config }).slice(0, -1);
      write(`${files === 0 ? '' : ','}${head},"findings":[`);
      files += 1;
      printed = 0;
      held = isOrdered ? null : [];
    },
    finding(finding) {
      counts.see(finding);
      if (held === null) print(finding);
      else held.push(finding);
    },
    suppressed: () => undefined,
    progress: () => undefined,
    endFile({ rows, suppressed }) {
      for (const finding of inFileOrder(held ?? [])) print(finding);
      held = null;
      write(`],"rows":${rows},"suppressed":${suppressed}}`);
    },
    end(fixed) {
      const more =
        fixed === null ? {} : { fixed: fixed.counts, guesses: fixed.guesses, output: fixed.out };
      const rest = JSON.stringify({ counts: counts.counts(), ...more }).slice(1);
      end(`],${rest}\n`);
    },
    stop: () => undefined,
  };
}
