import { furtherKeys, plainContent, refuse, type Dialogue, type Message } from './dialogue';
import { callText, toolsText } from './toolCalls';

type Columns = Readonly<Record<string, unknown>>;

export function writeMessages({ messages, tools }: Dialogue): Columns {
  return { messages, ...(tools === undefined ? {} : { tools }) };
}

/** Prompt and completion as messages; the last message is the completion. */
export function writePromptCompletion({ messages, tools }: Dialogue): Columns {
  const [last, prompt] = [messages.at(-1), messages.slice(0, -1)];
  if (last?.role !== 'assistant') return refuse("its last message is not the assistant's");
  if (prompt.length === 0) return refuse('there is no message before the answer');
  return { prompt, completion: [last], ...(tools === undefined ? {} : { tools }) };
}

const speakers: Readonly<Record<string, string>> = {
  system: 'system',
  user: 'human',
  assistant: 'gpt',
  tool: 'observation',
};

export function writeShareGpt({ messages, tools }: Dialogue): Columns {
  const conversations = messages.map((message) => {
    const { tool_calls: calls, ...others } = furtherKeys(message);
    if ('from' in others || 'value' in others) return refuse('a message has two contents');
    if (calls === undefined || calls === null) {
      return { from: speakers[message.role], value: plainContent(message), ...others };
    }
    const { content } = message;
    if (!Array.isArray(calls) || calls.length === 0) return refuse('"tool_calls" is empty');
    if (content !== null && content !== undefined && content !== '') {
      return refuse('a message has a text beside its tool calls, and a function_call has none');
    }
    return { from: 'function_call', value: callText(calls), ...others };
  });
  return { conversations, ...(tools === undefined ? {} : { tools: toolsText(tools) }) };
}

/** One exchange, with those before it as history. */
export function writeAlpaca({ messages, tools }: Dialogue): Columns {
  const texts = messages.map(plainMessage);
  const isSystem = messages[0]?.role === 'system';
  const spoken = texts.slice(isSystem ? 1 : 0);
  const exchanges: [string, string][] = [];
  for (let at = 0; at < spoken.length; at += 2) {
    const [question, answer] = [spoken[at], spoken[at + 1]];
    if (question?.role !== 'user' || answer?.role !== 'assistant') {
      return refuse('its turns do not alternate between user and assistant');
    }
    exchanges.push([question.text, answer.text]);
  }
  const last = exchanges.pop();
  if (last === undefined) return refuse('there is no exchange');
  return {
    instruction: last[0],
    input: '',
    output: last[1],
    ...(isSystem ? { system: texts[0]?.text } : {}),
    ...(exchanges.length > 0 ? { history: exchanges } : {}),
    ...(tools === undefined ? {} : { tools }),
  };
}

function plainMessage(message: Message): { readonly role: string; readonly text: string } {
  const [further] = Object.keys(furtherKeys(message));
  if (further === 'tool_calls') return refuse('alpaca has no tool calls');
  if (message.role === 'tool') return refuse('alpaca has no tool results');
  if (further !== undefined) return refuse(`alpaca has no place for "${further}" of a message`);
  return { role: message.role, text: plainContent(message) };
}
