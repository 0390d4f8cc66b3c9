/** Writes a document in parts, a few large ones instead of many small ones. */
export function partWriter(stream: NodeJS.WritableStream): {
  readonly write: (part: string) => void;
  /** Writes the last part and whatever waits. */
  readonly end: (part: string) => void;
} {
  let text = '';
  return {
    write(part) {
      text += part;
      if (text.length < mostWaiting) return;
      stream.write(text);
      text = '';
    },
    end(part) {
      stream.write(text + part);
      text = '';
    },
  };
}

const mostWaiting = 64 * 1024;
