import type { TokenFigures } from '../../protocol/lint';
import type { TokenCounter } from '../lint/rule';

/** Sums up how long rows are as they come. */
export class TokenLengths {
  private sums = { rows: 0, tokens: 0, trained: 0, longest: 0, cut: 0 };

  constructor(private readonly maxLength: number) {}

  see({ tokens, trained }: Pick<ReturnType<TokenCounter['count']>, 'tokens' | 'trained'>): void {
    const { sums } = this;
    sums.rows += 1;
    sums.tokens += tokens;
    sums.trained += trained;
    if (tokens > sums.longest) sums.longest = tokens;
    if (tokens > this.maxLength) sums.cut += 1;
  }

  figures(): TokenFigures {
    return { ...this.sums, maxLength: this.maxLength };
  }
}
