/** Characters of the expression that a node stands for. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Arithmetic = '+' | '-' | '*' | '/' | '%';
export type Literal = string | number | boolean | null;

/** An expression of the `where` language. */
export type Expression = Span & ExpressionKind;

type ExpressionKind =
  | { readonly type: 'literal'; readonly value: Literal }
  /** Names, and positions in lists; negative ones count from the end. */
  | { readonly type: 'column'; readonly path: readonly (string | number)[] }
  | { readonly type: 'all' | 'any'; readonly operands: readonly Expression[] }
  | { readonly type: 'not' | 'negate'; readonly operand: Expression }
  | {
      readonly type: 'compare';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'arithmetic';
      readonly operator: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly type: 'in';
      readonly operand: Expression;
      readonly items: readonly Expression[];
      readonly isNegated: boolean;
    }
  | { readonly type: 'is-null'; readonly operand: Expression; readonly isNegated: boolean }
  | {
      readonly type: 'call';
      readonly name: string;
      readonly parameters: readonly Expression[];
    };

/** How a column is written: `meta.source`, `messages[0].content`, with backticks where a name needs them. */
export function printColumn(path: readonly (string | number)[]): string {
  return path
    .map((part, index) =>
      typeof part === 'number'
        ? `[${part}]`
        : (index === 0 ? '' : '.') +
          (/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(part) ? part : `\`${part}\``),
    )
    .join('');
}
