/** Longest line that is kept while its end has not come: a peer that never ends one is cut off. */
const longestLine = 16 * 1024 * 1024;

/**
 * Cuts a stream of text into JSON values, one a line. What is no JSON is dropped: a message that cannot be
 * read must not end a run.
 */
export function messageReader(onMessage: (message: unknown) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) rest = '';
    for (const line of lines) {
      const message = parse(line);
      if (message !== undefined) onMessage(message);
    }
  };
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
