import { findPersonalData } from '../../data/lint/rules/personal/personalData';
import { findSecrets } from '../../data/lint/rules/secrets';
import { replaceRanges } from '../../data/lint/rules/textRange';
import type { StepOf } from '../definition';
import type { RedactKind } from '../redactKinds';

/** A text with personal data and secrets of some kinds replaced. */
export function redact(
  text: string,
  { kinds, placeholder }: Pick<StepOf<'redact'>, 'kinds' | 'placeholder'>,
): string {
  const instead = (kind: RedactKind): string =>
    placeholder.replaceAll('{kind}', kind.toUpperCase().replaceAll('-', '_'));
  const withoutSecrets = kinds.includes('secret')
    ? replaceRanges(text, findSecrets(text), () => instead('secret'))
    : text;
  const found = findPersonalData(withoutSecrets).filter(({ kind }) => kinds.includes(kind));
  return replaceRanges(withoutSecrets, found, ({ kind }) => instead(kind));
}
