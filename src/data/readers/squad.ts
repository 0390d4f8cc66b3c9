import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { advance } from './parseJsonRow';

type Values = Readonly<Record<string, unknown>>;

/** Whether an object of a JSON file is an article as SQuAD's files have them: paragraphs with questions. */
export function isArticle(values: Values): boolean {
  return Array.isArray(values.paragraphs);
}

/**
 * The questions of an article, each a row as the hub has them: id, title, context, question, answers {text, answer_start}, and
 * whatever else the question has. @param at the article's text and where it begins
 */
export function* questionsOf(
  article: Values,
  at: { readonly text: string; readonly line: number; readonly column: number },
): Generator<{ readonly values: Values; readonly line: number }> {
  const isOneLine = !/[\r\n]/.test(at.text);
  const tree = isOneLine ? undefined : parseTree(at.text);
  for (const [index, paragraph] of listOf(article.paragraphs).entries()) {
    for (const [each, question] of listOf(paragraph.qas).entries()) {
      const node =
        tree === undefined
          ? undefined
          : findNodeAtLocation(tree, ['paragraphs', index, 'qas', each]);
      const line = node === undefined ? at.line : advance(at.text, node.offset, at).line;
      yield { values: rowOf(article, paragraph, question), line };
    }
  }
}

function rowOf(article: Values, paragraph: Values, asked: Values): Values {
  const { id, question, answers, ...others } = asked;
  const title = article.title === undefined ? {} : { title: article.title };
  const list = listOf(answers);
  return {
    ...(id === undefined ? {} : { id }),
    ...title,
    context: paragraph.context,
    question,
    answers: {
      text: list.map(({ text }) => text),
      answer_start: list.map(({ answer_start: start }) => start),
    },
    ...others,
  };
}

function listOf(value: unknown): readonly Values[] {
  return Array.isArray(value)
    ? value.filter(
        (each): each is Values => typeof each === 'object' && each !== null && !Array.isArray(each),
      )
    : [];
}
