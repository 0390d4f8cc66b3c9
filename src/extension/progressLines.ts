/** How far a command is: percent done, and what it does. */
export interface ProgressLine {
  readonly percent: number;
  readonly words: string;
}

/**
 * Takes the progress lines (`progress 46 % Evaluating`) out of what a command writes to stderr, which comes in
 * pieces of any size; the rest is complaints and notes.
 */
export function progressReader(hear: (line: ProgressLine) => void): (text: string) => string {
  let begun = '';
  return (text) => {
    const lines = (begun + text).split('\n');
    begun = lines.pop() ?? '';
    // note: what cannot become a progress line is passed on at once.
    const isUndecided = 'progress '.startsWith(begun.slice(0, 9)) && begun !== '';
    const rest = isUndecided ? '' : begun;
    if (!isUndecided) begun = '';
    return (
      lines
        .filter((line) => !isProgress(line))
        .map((line) => `${line}\n`)
        .join('') + rest
    );
  };

  function isProgress(line: string): boolean {
    const match = /^progress (\d{1,3}) % (.+)$/.exec(line);
    if (match === null) return false;
    hear({ percent: Number(match[1]), words: match[2] ?? '' });
    return true;
  }
}
