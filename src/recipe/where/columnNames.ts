import { assertNever } from '../../protocol/assertNever';
import type { Expression } from './expression';

/** The columns an expression asks for, each by the first name of its path. */
export function columnNames(expression: Expression): readonly string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    switch (part.type) {
      case 'literal':
        return;
      case 'column': {
        const [first] = part.path;
        if (typeof first === 'string') names.add(first);
        return;
      }
      case 'all':
      case 'any': {
        part.operands.forEach(visit);
        return;
      }
      case 'not':
      case 'negate':
      case 'is-null': {
        visit(part.operand);
        return;
      }
      case 'compare':
      case 'arithmetic': {
        [part.left, part.right].forEach(visit);
        return;
      }
      case 'in': {
        [part.operand, ...part.items].forEach(visit);
        return;
      }
      case 'call': {
        part.parameters.forEach(visit);
        return;
      }
      default:
        return assertNever(part, 'expression');
    }
  };
  visit(expression);
  return [...names];
}
