import { ruleIds, type RuleId, type Severity } from '../../protocol/lint';

/** What a rule is, for people and for tools; docs/lint/ has a page on each. */
export interface RuleInfo {
  /** Of most of its findings; a rule may report a milder one where the catalogue says so. */
  readonly severity: Severity;
  /** What it looks at: a row by itself, all rows of a file, or two files. */
  readonly scope: 'row' | 'dataset' | 'files';
  readonly title: string;
}

export const catalogue: Readonly<Record<RuleId, RuleInfo>> = {
  'L-FMT-01': { severity: 'error', scope: 'row', title: 'Row cannot be read' },
  'L-FMT-02': { severity: 'error', scope: 'row', title: 'Row is not an object' },
  'L-FMT-03': { severity: 'error', scope: 'row', title: 'Text is not UTF-8' },
  'L-FMT-04': { severity: 'error', scope: 'row', title: 'Table row does not fit its header' },
  'L-FMT-05': { severity: 'error', scope: 'row', title: 'Key stands twice' },
  'L-FMT-06': {
    severity: 'warning',
    scope: 'dataset',
    title: 'Value has another type than in most rows',
  },
  'L-FMT-07': { severity: 'error', scope: 'row', title: 'Column the task needs is missing' },
  'L-FMT-08': { severity: 'warning', scope: 'dataset', title: 'File mixes schemas' },
  'L-CHT-01': { severity: 'error', scope: 'row', title: 'Conversation is missing or empty' },
  'L-CHT-02': { severity: 'error', scope: 'row', title: 'Message lacks role or content' },
  'L-CHT-03': { severity: 'error', scope: 'row', title: 'Role is unknown' },
  'L-CHT-04': { severity: 'error', scope: 'row', title: 'No answer to train on' },
  'L-CHT-05': { severity: 'error', scope: 'row', title: 'System message is not first' },
  'L-CHT-06': { severity: 'error', scope: 'row', title: 'Two turns of one speaker in a row' },
  'L-CHT-07': {
    severity: 'warning',
    scope: 'row',
    title: 'Conversation does not end with an answer',
  },
  'L-CHT-08': { severity: 'error', scope: 'row', title: 'Tool call does not fit' },
  'L-CHT-09': { severity: 'warning', scope: 'row', title: 'Template token in content' },
  'L-CHT-10': {
    severity: 'information',
    scope: 'dataset',
    title: 'System prompt in some rows only',
  },
  'L-TXT-01': { severity: 'error', scope: 'row', title: 'Target is empty' },
  'L-TXT-02': { severity: 'warning', scope: 'row', title: 'Stray whitespace' },
  'L-TXT-03': { severity: 'warning', scope: 'row', title: 'Control or replacement character' },
  'L-TXT-04': { severity: 'warning', scope: 'row', title: 'Mojibake' },
  'L-TXT-05': { severity: 'warning', scope: 'row', title: 'Invisible character' },
  'L-TXT-06': {
    severity: 'information',
    scope: 'dataset',
    title: 'Unicode form differs from most rows',
  },
  'L-TXT-07': { severity: 'warning', scope: 'dataset', title: 'Stray markup' },
  'L-TXT-08': { severity: 'warning', scope: 'row', title: 'Placeholder left in' },
  'L-TXT-09': { severity: 'warning', scope: 'row', title: 'Refusal or boilerplate as target' },
  'L-TXT-10': { severity: 'warning', scope: 'row', title: 'Text repeats itself' },
  'L-TXT-11': { severity: 'warning', scope: 'row', title: 'Target copies the prompt' },
  'L-TXT-12': {
    severity: 'information',
    scope: 'dataset',
    title: 'Language differs from most rows',
  },
  'L-TXT-13': { severity: 'warning', scope: 'dataset', title: 'Text ends too early' },
  'L-LEN-01': { severity: 'error', scope: 'row', title: 'Trains on 0 tokens' },
  'L-LEN-02': { severity: 'warning', scope: 'row', title: 'Longer than maxLength' },
  'L-LEN-03': { severity: 'information', scope: 'dataset', title: 'Length far from the others' },
  'L-LEN-04': { severity: 'information', scope: 'row', title: 'Tokenizer does not know the text' },
  'L-DUP-01': { severity: 'warning', scope: 'dataset', title: 'Duplicate' },
  'L-DUP-02': {
    severity: 'warning',
    scope: 'dataset',
    title: 'Duplicate but for case and whitespace',
  },
  'L-DUP-03': { severity: 'warning', scope: 'dataset', title: 'Near duplicate' },
  'L-DUP-04': { severity: 'error', scope: 'dataset', title: 'Same input, different answer' },
  'L-LEAK-01': {
    severity: 'error',
    scope: 'files',
    title: 'Evaluation row stands in the training data',
  },
  'L-LEAK-02': {
    severity: 'warning',
    scope: 'files',
    title: 'Evaluation row nearly stands in the training data',
  },
  'L-LBL-01': { severity: 'warning', scope: 'dataset', title: 'Label is probably wrong' },
  'L-LBL-02': { severity: 'warning', scope: 'dataset', title: 'Label is rare' },
  'L-LBL-03': {
    severity: 'error',
    scope: 'dataset',
    title: 'Label is not one of the set, or written another way',
  },
  'L-LBL-04': { severity: 'information', scope: 'dataset', title: 'Rows are sorted' },
  'L-LBL-05': { severity: 'warning', scope: 'dataset', title: 'Shortcut to the label' },
  'L-PRF-01': { severity: 'error', scope: 'row', title: 'Chosen and rejected are the same' },
  'L-PRF-02': { severity: 'warning', scope: 'dataset', title: 'Chosen answers differ in length' },
  'L-PRF-03': { severity: 'warning', scope: 'dataset', title: 'Feedback is one-sided' },
  'L-PAR-01': {
    severity: 'warning',
    scope: 'row',
    title: 'Source and target do not match in length',
  },
  'L-QA-01': { severity: 'error', scope: 'row', title: 'Answer does not stand where it should' },
  'L-NER-01': { severity: 'error', scope: 'row', title: 'Tags do not fit' },
  'L-PII-01': { severity: 'warning', scope: 'row', title: 'Personal data' },
  'L-PII-02': { severity: 'error', scope: 'row', title: 'Secret' },
  'L-TOX-01': { severity: 'information', scope: 'row', title: 'Offensive words in the target' },
  'L-FAIR-01': { severity: 'information', scope: 'dataset', title: 'Label depends on an identity' },
  'L-SIZE-01': { severity: 'warning', scope: 'dataset', title: 'Few rows' },
};

/** The rules that need one row at a time: what `--rules row` asks for. */
export const rowRuleIds: readonly RuleId[] = ruleIds.filter((id) => catalogue[id].scope === 'row');

/** Rules about whole datasets that keep up with every change of an open one: they need of each row a few numbers only. */
export const quickRuleIds: readonly RuleId[] = [
  'L-DUP-01',
  'L-DUP-02',
  'L-DUP-04',
  'L-LBL-02',
  'L-LBL-03',
];
