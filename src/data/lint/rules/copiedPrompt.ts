import type { Part } from '../../schemas/schema';
import type { RowRule } from '../rule';

const schemas = new Set([
  'alpaca',
  'sharegpt',
  'messages',
  'prompt-completion',
  'preference',
  'feedback',
]);

/** L-TXT-11: a target that says the prompt again, word for word or nearly. */
export const copiedPrompt: RowRule = {
  ids: ['L-TXT-11'],
  applies: ({ schema }) => schemas.has(schema.name),
  check(row, _context, report) {
    const parts = row.parts();
    let [before, last]: [Part | null, Part | null] = [null, null];
    for (const part of parts) {
      if (part.role === 'prompt') [before, last] = [last, part];
      if (part.role !== 'target' || last === null) continue;
      // The instruction may stand beside its input: what is copied is one of them, what asks for copies the other.
      const asked = before === null ? last.text : before.text;
      const isCopy = [last, before].some(
        (prompt) => prompt !== null && copies(part.text, prompt.text, asked),
      );
      if (!isCopy) continue;
      report('L-TXT-11', {
        at: { path: part.path },
        message: `The target copies the prompt: the model learns to repeat what it is given. Write the answer, or delete the row.`,
      });
    }
  },
};

/** Prompts that ask for the same words. */
const asksForCopy =
  /\b(?:repeat|copy|copies|echo|verbatim|recite|say|transcribe|quote|exactly as|word for word)\b|重复|复述|抄写/i;
/** Prompts that ask for nearly the same words. */
const asksForEdit =
  /\b(?:proofread|edit|correct|fix|grammar|grammatical|spelling|punctuat\w*|capitali[sz]e|format|reformat|rewrite|rephrase|paraphrase|replace|substitute|remove|delete|add|insert|reorder|rearrange|organi[sz]e|sort|translate|convert|change|split|divide|complete|continue|fill|modify|revise|improve|combine|lowercase|uppercase|underline|highlight|tag|arrange)\b|修改|改正|润色|改写|翻译|排序/i;

const fewestCharacters = 12;
const fewestWords = 10;
const nearly = 0.95;

function copies(target: string, prompt: string, asked: string): boolean {
  const longer = Math.max(target.length, prompt.length);
  const difference = Math.abs(target.length - prompt.length);
  if (longer < fewestCharacters || difference > 0.2 * longer) return false;
  if (!beginsAlike(target, prompt)) return false;
  const head = asked.slice(0, 1_000);
  const [a, b] = [wordsOf(target), wordsOf(prompt)];
  if (a.length === b.length && a.every((word, at) => word === b[at])) {
    return plain(target) === plain(prompt)
      ? !asksForCopy.test(head)
      : !asksForCopy.test(head) && !asksForEdit.test(head);
  }
  if (Math.min(a.length, b.length) < fewestWords) return false;
  const most = Math.floor((1 - nearly) * Math.max(a.length, b.length));
  return sharesAllBut(most, a, b) && !asksForCopy.test(head) && !asksForEdit.test(head);
}

/** Whether one of the first characters of each stands at the other's beginning: copies with another beginning are rare. */
function beginsAlike(target: string, prompt: string): boolean {
  const window = prompt.slice(0, 256).toLowerCase();
  for (let at = 0; at < Math.min(64, target.length - 8); at += 4) {
    if (window.includes(target.slice(at, at + 8).toLowerCase())) return true;
  }
  return target.length < 16 && plain(target) === plain(prompt);
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

const word =
  /[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\s\p{P}\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+/gu;

function wordsOf(text: string): readonly string[] {
  return text.normalize('NFKC').toLowerCase().match(word) ?? [];
}

/** Whether the longest common subsequence leaves out at most so many words of the longer text. */
function sharesAllBut(most: number, a: readonly string[], b: readonly string[]): boolean {
  const differences = differencesUpTo(a, b, 2 * most);
  const shared = (a.length + b.length - differences) / 2;
  return Math.max(a.length, b.length) - shared <= most;
}

/**
 * Insertions and deletions that make one list of words the other, by the greedy algorithm of Myers, "An O(ND) difference
 * algorithm and its variations" (1986); Infinity beyond `most`.
 */
function differencesUpTo(a: readonly string[], b: readonly string[], most: number): number {
  const furthest = new Int32Array(2 * most + 3);
  const middle = most + 1;
  for (let edits = 0; edits <= most; edits += 1) {
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [down, right] = [
        furthest[middle + diagonal + 1] ?? 0,
        (furthest[middle + diagonal - 1] ?? 0) + 1,
      ];
      const goesDown = diagonal === -edits || (diagonal !== edits && right - 1 < down);
      let x = goesDown ? down : right;
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) [x, y] = [x + 1, y + 1];
      furthest[middle + diagonal] = x;
      if (x >= a.length && y >= b.length) return edits;
    }
  }
  return Infinity;
}
