import type { LintFinding } from '../../protocol/lint';
import type { Output } from '../output';
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
  let text = '{"files":[';

  const write = (part: string): void => {
    text += part;
    if (text.length < 64 * 1024) return;
    stdout.write(text);
    text = '';
  };
  const print = (finding: LintFinding): void => {
    write(`${printed === 0 ? '' : ','}${JSON.stringify(finding)}`);
    printed += 1;
  };
  return {
    beginFile(path, isOrdered) {
      write(`${files === 0 ? '' : ','}{"path":${JSON.stringify(path)},"findings":[`);
      files += 1;
      printed = 0;
      held = isOrdered ? null : [];
    },
    finding(finding) {
      counts.see(finding);
      if (held === null) print(finding);
      else held.push(finding);
    },
    progress: () => undefined,
    endFile(rows, suppressed) {
      for (const finding of inFileOrder(held ?? [])) print(finding);
      held = null;
      write(`],"rows":${rows},"suppressed":${suppressed}}`);
    },
    end(fixed) {
      const more = fixed === null ? {} : { fixed: fixed.counts, output: fixed.out };
      const rest = JSON.stringify({ counts: counts.counts(), ...more }).slice(1);
      stdout.write(`${text}],${rest}\n`);
      text = '';
    },
  };
}
