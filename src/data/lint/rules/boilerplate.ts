import { deleteDoubtfulRow } from '../fix';
import type { RowRule } from '../rule';
import { excerpt, fieldFinding } from './fieldFinding';
import type { TextRange } from './textRange';

/** L-TXT-09: a target that refuses, speaks of itself as a language model, or says it is another vendor's model. */
export const boilerplate: RowRule = {
  ids: ['L-TXT-09'],
  applies: ({ schema }) => schema.name !== 'parallel' && schema.name !== 'text',
  check(row, _context, report) {
    for (const part of row.parts()) {
      if (part.role !== 'target') continue;
      const found = findBoilerplate(part.text);
      if (found === null) continue;
      const { range, kind } = found;
      const quote = excerpt(part.text, range, 80);
      const message = `${messages[kind](quote)} Delete the row, or write the answer you want.`;
      const finding = fieldFinding(part, [range], { message, fix: () => deleteDoubtfulRow });
      report('L-TXT-09', { ...finding, isGuess: true });
    }
  },
};

type Kind = 'self' | 'refusal' | 'vendor';

const messages: Readonly<Record<Kind, (quote: string) => string>> = {
  self: (quote) =>
    `The target speaks of itself as an AI ("${quote}"): the model learns the phrase.`,
  refusal: (quote) => `The target refuses ("${quote}"): the model learns to refuse such prompts.`,
  vendor: (quote) =>
    `The target describes another vendor's model ("${quote}"): the model learns to say it is that one.`,
};

const self =
  /\bas an (?:AI|artificial intelligence)\b(?: (?:language )?(?:model|assistant|chatbot|program))?(?=[,.;:]| (?:I|developed|trained|created|without|with|my)\b| *$)|\b(?:I am|I'm|I’m|being) (?:just |only |merely |simply )?(?:an?|a large) (?:AI )?language model\b|作为(?:一个|一名)?(?:AI|人工智能|大?语言模型)/i;
/** How refusals begin; in the middle of a text the same words are somebody's speech. */
const refusal =
  /^[^\p{L}]*(?:(?:I am|I'm|I’m|we're|we are) (?:very |really |so |truly )?sorry,?(?: but)?|(?:my )?apolog(?:ies|ize|ise)\b[^.]{0,20}?|sorry,?(?: but)?|unfortunately,?|I regret(?: that)?)[^.!?\n]{0,60}?\b(?:I (?:cannot|can['’]t|can not|am unable|am not able|won['’]t|will not|don['’]t have|do not have)|I['’]m (?:unable|not able|not allowed))\b|^[^\p{L}]*I (?:cannot|can['’]t|can not|won['’]t|will not|am unable to|am not able to|must decline to|refuse to) (?:assist|help|fulfil?l|comply|provide|answer|generate|create|write|discuss|engage|support|complete|do that|continue|access|browse|process)\b|^(?:很?抱歉|对不起)[，,]?我?(?:不能|无法)/iu;
const vendor =
  /\b(?:I am|I'm|I’m|my name is) (?:called )?(?:ChatGPT|GPT-?[345]\w*|Claude|Bard|Gemini|Copilot|Bing|LLaMA|Llama|Alpaca|Vicuna|Mistral|Qwen|DeepSeek|Grok|Cohere|Ernie|Baichuan|ChatGLM)\b|\b(?:I|I am|I was|I've been|me|model|assistant|AI|chatbot),? (?:was |is |am |been |be )?(?:developed|created|trained|made|built|designed) by (?:OpenAI|Anthropic|Google(?: DeepMind)?|DeepMind|Microsoft|Meta(?: AI)?|Mistral(?: AI)?|Alibaba|DeepSeek|xAI|Cohere|Baidu|LMSYS|Stanford|Zhipu)|由(?:OpenAI|Anthropic|谷歌|百度|阿里\w*|智谱\w*)(?:开发|训练|创建)/i;

/** Letters of which each of the patterns has some: capitals are rare, and found quickly. */
const hints: readonly string[] = [
  'AI',
  'I am ',
  "I'm ",
  'I’m ',
  'As an ',
  'GPT',
  'My name',
  '作为',
  '由',
];

function mayHaveBoilerplate(text: string): boolean {
  return hints.some((hint) => text.includes(hint)) || / by [A-Zx]/.test(text);
}

/** What of it stands first. */
function findBoilerplate(text: string): { range: TextRange; kind: Kind } | null {
  const head = text.length > 240 ? text.slice(0, 240) : text;
  const refused = refusal.exec(head);
  if (refused !== null) return place(refused, 'refusal');
  if (!mayHaveBoilerplate(text)) return null;
  const named = vendor.exec(text);
  if (named !== null) return place(named, 'vendor');
  const spoken = self.exec(text);
  return spoken === null || isQuoted(text, spoken.index) ? null : place(spoken, 'self');
}

function place(match: RegExpExecArray, kind: Kind): { range: TextRange; kind: Kind } {
  const { index } = match;
  return { range: { start: index, end: index + match[0].trimEnd().length }, kind };
}

/** A text about such phrases quotes them. */
function isQuoted(text: string, at: number): boolean {
  return /["“”'‘«„]/.test(text[at - 1] ?? '');
}
