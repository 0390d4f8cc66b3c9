import { hasColors, hasControlCodes, widthOf, type Output } from '../output';
import { cut } from './visibleText';

/** The last line of a terminal, written over while work goes on. On no terminal it is silent. */
export interface LiveLine {
  show(text: string): void;
  /** Prints a line that stays, above the live one. */
  print(line: string): void;
  /** Takes the live line away. */
  end(): void;
}

const eraseLine = '\r\u001b[2K';
const showEveryMs = 80;

export function openLiveLine(output: Output): LiveLine {
  const isLive = hasControlCodes(output);
  let [text, shownAt] = ['', -showEveryMs];
  const write = (content: string): void => {
    output.stdout.write(content);
  };
  const draw = (): void => {
    // note: one column stays free, or some terminals wrap.
    write(`${eraseLine}${cut(text, widthOf(output) - 1)}`);
    shownAt = performance.now();
  };
  return {
    show(next) {
      text = next;
      if (isLive && performance.now() - shownAt >= showEveryMs) draw();
    },
    print(line) {
      if (!isLive) {
        write(`${line}\n`);
        return;
      }
      write(`${eraseLine}${line}\n`);
      if (text !== '') draw();
    },
    end() {
      if (isLive && text !== '') write(eraseLine);
      text = '';
    },
  };
}

/** `▕█████▌     ▏` of `width` cells inside. */
export function bar(share: number, room: number): string {
  // note: a window may be narrower than what stands beside the bar.
  const width = Math.max(0, room);
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * width * 8);
  const full = '█'.repeat(Math.floor(eighths / 8));
  const part = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '';
  return `▕${(full + part).padEnd(width)}▏`;
}

/** Bold for the eye; plain where colours are not wanted. */
export function strong(output: Output, text: string): string {
  return hasColors(output) ? `\u001b[1m${text}\u001b[22m` : text;
}

/** Less important text. */
export function faint(output: Output, text: string): string {
  return hasColors(output) ? `\u001b[2m${text}\u001b[22m` : text;
}
