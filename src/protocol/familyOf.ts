import type { AuditId } from './audit';

/** What an audit id is about: its kind and its own name. */
export interface Family {
  readonly kind: 'group' | 'swap' | 'template' | 'functional' | 'seat' | 'dataset';
  readonly name: string;
}

export function familyOf(id: AuditId): Family {
  const at = id.indexOf('/');
  return { kind: id.slice(0, at) as Family['kind'], name: id.slice(at + 1) };
}

/** `gender`, `swaps of gender`, `templates jobs`: how a sentence names it. */
export function familyName(id: AuditId): string {
  const { kind, name } = familyOf(id);
  switch (kind) {
    case 'group':
      return name;
    case 'swap':
      return `swaps of ${name}`;
    case 'template':
      return `templates ${name}`;
    case 'functional':
      return `functional tests ${name}`;
    case 'seat':
      return `association test ${name}`;
    case 'dataset':
      return name;
  }
}
