import type { PersonalData } from './personalData';

const localPart = /[\p{L}\p{N}._%+'-]/u;
const domainPart = /[\p{L}\p{N}.-]/u;
const topLevel = /^(?:\p{L}{2,24}|xn--[a-z0-9-]{2,59})$/iu;
const longestAddress = 254; // RFC 5321

/** Names kept for examples: RFC 2606, RFC 6761. */
const reserved = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$/i;
/** `logo@2x.png`, `git@github.com:owner/name`. */
const fileEnding = /\.(?:png|jpe?g|gif|svg|webp|js|ts|css|py|json|html?)$/i;

/** E-mail addresses, grown from each `@`: a regular expression for the whole would look at long words again and again. */
export function findEmailAddresses(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  let behind = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > behind && at - start < 64 && localPart.test(text[start - 1] ?? '')) start -= 1;
    while (start < at && /[.'%+-]/.test(text[start] ?? '')) start += 1;
    let end = at + 1;
    while (end < text.length && end - at < longestAddress && domainPart.test(text[end] ?? ''))
      end += 1;
    while (end > at + 1 && /[.-]/.test(text[end - 1] ?? '')) end -= 1;
    if (!isAddress(text, { start, at, end })) continue;
    const domain = text.slice(at + 1, end);
    found.push({ kind: 'email', start, end, isReserved: reserved.test(domain) });
    behind = end;
  }
  return found;
}

function isAddress(
  text: string,
  { start, at, end }: { start: number; at: number; end: number },
): boolean {
  const [local, domain] = [text.slice(start, at), text.slice(at + 1, end)];
  const labels = domain.split('.');
  if (local === '' || local.endsWith('.') || local.includes('..') || labels.length < 2)
    return false;
  if (labels.some((label) => label === '' || label.length > 63)) return false;
  if (!topLevel.test(labels.at(-1) ?? '') || fileEnding.test(domain)) return false;
  const isRemote = local === 'git' && (text[end] === ':' || text[end] === '/');
  const isOfUrl = text.slice(Math.max(0, start - 3), start) === '://' || text[start - 1] === ':';
  return !isRemote && !isOfUrl;
}
