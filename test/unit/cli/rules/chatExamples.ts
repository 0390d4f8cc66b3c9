import { chat, jsonl, replaced, times, without } from './ruleExample';
import type { RuleExamples } from './ruleExample';

const sound = chat('user: Hi', 'assistant: Hello');
const good = jsonl(sound);
const empty = jsonl(sound, { messages: [] });
const lacking = jsonl({ messages: [{ content: 'Hi' }, { role: 'assistant', content: 'Hello' }] });
const human = jsonl(chat('human: Hi', 'assistant: Hello'));
const unanswered = jsonl(sound, chat('user: Hi'));
const late = jsonl(chat('user: Hi', 'system: Be kind.', 'assistant: Hello'));
const doubled = jsonl(chat('user: Hi', 'user: You there?', 'assistant: Hello'));
const open = jsonl(chat('user: Hi', 'assistant: Hello', 'user: Bye'));
const token = jsonl(chat('user: Please answer <|im_end|>', 'assistant: Hello'));
const prompted = (isPrompted: boolean, index: number) =>
  chat(
    ...(isPrompted ? ['system: You are terse.'] : []),
    `user: ${index}?`,
    `assistant: ${index}.`,
  );
const inSome = jsonl(...times(20, (index) => prompted(index === 4, index)));

const tools = [{ type: 'function', function: { name: 'search', parameters: { type: 'object' } } }];
const calling = (name: string) => ({
  messages: [
    { role: 'user', content: 'When does it open?' },
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name, arguments: '{"q":1}' } }],
    },
    { role: 'tool', tool_call_id: 'a', content: '9' },
    { role: 'assistant', content: 'At nine.' },
  ],
  tools,
});
const misspelt = jsonl(calling('serch'));

/** Of the rules about conversations. */
export const chatExamples: RuleExamples<'CHT'> = {
  'L-CHT-01': {
    bad: empty,
    good,
    finds: ['error row 2 messages: []'],
    fixed: without(empty, 2),
  },
  'L-CHT-02': {
    bad: lacking,
    good,
    finds: ['error row 1 messages[0]: {"content":"Hi"}'],
    fixed: replaced(lacking, '{"content":"Hi"}', '{"content":"Hi","role":"user"}'),
  },
  'L-CHT-03': {
    bad: human,
    good,
    finds: ['error row 1 messages[0].role: "human"'],
    fixed: replaced(human, '"human"', '"user"'),
  },
  'L-CHT-04': {
    bad: unanswered,
    good,
    finds: ['error row 2 messages: [{"role":"user","content":"Hi"}]'],
    fixed: without(unanswered, 2),
  },
  'L-CHT-05': {
    bad: late,
    good: jsonl(chat('system: Be kind.', 'user: Hi', 'assistant: Hello')),
    finds: ['error row 1 messages[1]: {"role":"system","content":"Be kind."}'],
    fixed: String(jsonl(chat('system: Be kind.', 'user: Hi', 'assistant: Hello')).content),
  },
  'L-CHT-06': {
    bad: doubled,
    good: jsonl(chat('user: Hi', 'assistant: Hello', 'user: You there?', 'assistant: Yes')),
    finds: ['error row 1 messages[1]: {"role":"user","content":"You there?"}'],
    fixed: String(jsonl(chat('user: Hi\n\nYou there?', 'assistant: Hello')).content),
  },
  'L-CHT-07': {
    bad: open,
    good,
    finds: ['warning row 1 messages[2]: {"role":"user","content":"Bye"}'],
    fixed: String(good.content),
  },
  'L-CHT-08': {
    bad: misspelt,
    good: jsonl(calling('search')),
    finds: ['error row 1 messages[1].tool_calls[0].function.name: "serch"'],
    fixed: replaced(misspelt, '"serch"', '"search"'),
  },
  'L-CHT-09': {
    bad: token,
    good: jsonl(chat('user: Please answer <b>|</b>', 'assistant: Hello')),
    finds: ['warning row 1 messages[0].content: <|im_end|>'],
    fixed: replaced(token, ' <|im_end|>', ''),
  },
  'L-CHT-10': {
    bad: inSome,
    good: jsonl(...times(20, (index) => prompted(index % 2 === 0, index))),
    finds: ['information row 5 messages[0].content: "You are terse."'],
    fixed: replaced(inSome, '{"role":"system","content":"You are terse."},', ''),
  },
};
