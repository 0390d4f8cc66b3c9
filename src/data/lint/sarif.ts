import { pathToFileURL } from 'node:url';
import type { LintFinding, RelatedPlace, RuleId, Severity } from '../../protocol/lint';
import { catalogue } from './catalogue';

/** What SARIF 2.1.0 calls a severity. */
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
};

/** The rules of a report, in the order in which they were first met. */
export interface SarifRules {
  readonly ids: readonly RuleId[];
  /** What a rule's page says, as Markdown; null: the page is not there. */
  readonly helpOf: (rule: RuleId) => string | null;
}

/**
 * `tool` of a SARIF run: who found it, and what the rules are. Their help stands in the report itself: the pages came with the
 * product and have no address that a viewer elsewhere could open.
 */
export function sarifTool({ ids, helpOf }: SarifRules, version: string): object {
  return {
    driver: {
      name: 'finetune lint',
      version,
      rules: ids.map((id) => ({
        id,
        shortDescription: { text: catalogue[id].title },
        ...helpObject(helpOf(id)),
        defaultConfiguration: { level: levels[catalogue[id].severity] },
      })),
    },
  };
}

function helpObject(markdown: string | null): object {
  return markdown === null ? {} : { help: { text: plainText(markdown), markdown } };
}

/** For viewers that show no Markdown: without its marks. */
function plainText(markdown: string): string {
  return markdown.replaceAll(/^```\w*\n/gm, '').replaceAll(/\*\*|`/g, '');
}

/**
 * A finding as a SARIF result. Columns count UTF-16 code units, which the run says.
 * @param suppressed why it was let stand; null: it was not
 */
export function sarifResult(
  path: string,
  ruleIndex: number,
  finding: LintFinding,
  suppressed: string | null,
): object {
  const { rule, severity, message, line, column, endLine, endColumn, related } = finding;
  const region = { startLine: line, startColumn: column, endLine, endColumn };
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: sarifText(message) },
    locations: [{ physicalLocation: { artifactLocation: sarifArtifact(path), region } }],
    ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedLocation) }),
    ...(suppressed === null ? {} : { suppressions: [suppression(suppressed)] }),
  };
}

/** External: it stands in `.finetune/lint.json` and not in the data. */
function suppression(justification: string): object {
  return { kind: 'external', status: 'accepted', justification };
}

function relatedLocation({ path, line, message }: RelatedPlace, id: number): object {
  return {
    id,
    physicalLocation: { artifactLocation: sarifArtifact(path), region: { startLine: line } },
    ...(message === undefined ? {} : { message: { text: sarifText(message) } }),
  };
}

/**
 * What people wrote into data as the text of a message, on one line: braces would be arguments (SARIF 3.11.5), brackets links (3.11.6),
 * and marks of direction would turn the words behind them round.
 */
export function sarifText(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replaceAll(/[[\]\\]/g, '\\$&')
    .replaceAll(/[{}]/g, '$&$&');
}

/** A relative path stays relative, so that viewers find the file in their checkout. */
export function sarifArtifact(path: string): { readonly uri: string } {
  const isAbsolute = /^([A-Za-z]:[\\/]|[\\/])/.test(path);
  if (isAbsolute) return { uri: pathToFileURL(path).href };
  const parts = path.split(/[\\/]/).filter((part) => part !== '.');
  return { uri: parts.map(encodeURIComponent).join('/') };
}
