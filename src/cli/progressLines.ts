import type { Output } from './output';

/**
 * Tells a program that reads stderr how far the work is: `progress 46 % Evaluating`, a line for each percent.
 * Only when FINETUNE_PROGRESS is set, as the editor does, so that logs stay short.
 */
export function progressLines({ stderr, env }: Output, words: string): (share: number) => void {
  let told = -1;
  return (share) => {
    const percent = Math.floor(share * 100);
    if ((env.FINETUNE_PROGRESS ?? '') === '' || percent === told) return;
    told = percent;
    stderr.write(`progress ${percent} % ${words}\n`);
  };
}
