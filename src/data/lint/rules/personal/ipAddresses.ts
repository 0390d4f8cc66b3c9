import type { PersonalData } from './personalData';

const dotted = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)/g;
const groups = /(?<![\w:.])(?:[0-9a-fA-F]{1,4}|:)(?::[0-9a-fA-F]{0,4}){2,8}(?![\w:]|\.\d)/g;

/** Words before or behind that make four small numbers an address rather than a version or a section. */
const aboutAddress =
  /\b(?:ip|ipv4|address(?:es)?|server|host|dns|ping|gateway|subnet|router|proxy|port|firewall|from|login|visited)\b/i;
const aboutVersion =
  /(?:\bv|\bversions?|\brelease|\bbuild|\bupdate|\bfirmware|\bsection|\bchapter|\bclause|§)\s*:?\s*$/i;

/** IPv4 and IPv6 addresses; a version such as 2.0.1.3 is none. */
export function findIpAddresses(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  for (const match of text.matchAll(dotted)) {
    const octets = match[0].split('.');
    if (octets.some((octet) => Number(octet) > 255 || (octet.length > 1 && octet.startsWith('0'))))
      continue;
    const [start, end] = [match.index, match.index + match[0].length];
    const before = text.slice(Math.max(0, start - 40), start);
    if (aboutVersion.test(before) || isOfProduct(before)) continue;
    const areSmall = octets.every((octet) => Number(octet) < 20);
    if (areSmall && !aboutAddress.test(before + text.slice(end, end + 20))) continue;
    found.push({ kind: 'ip-address', start, end, isReserved: isReserved(octets.map(Number)) });
  }
  if (!text.includes(':')) return found;
  for (const match of text.matchAll(groups)) {
    if (!isIpv6(match[0])) continue;
    const [start, end] = [match.index, match.index + match[0].length];
    const isReserved = /^(?:fe80|f[cd]|2001:0?db8:)/i.test(match[0]);
    found.push({ kind: 'ip-address', start, end, isReserved });
  }
  return found;
}

/** `Chrome/91.0.172.124`, `Firefox 3.0.0.11`: a name with a slash or a version behind it. */
function isOfProduct(before: string): boolean {
  return (
    /[\w)]\/$/.test(before) ||
    /\b(?:Chrome|Firefox|Safari|Opera|Edge|Windows|Linux|Java|JDK|Office|Oracle|Android|iOS)\s$/i.test(
      before,
    )
  );
}

/** Private, loopback, multicast and example networks: RFC 1918, RFC 5737. */
function isReserved([a = 0, b = 0, c = 0]: readonly number[]): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 172) return b >= 16 && b < 32;
  if (a === 192) return b === 168 || (b === 0 && c === 2);
  if (a === 169) return b === 254;
  return (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113);
}

/** Eight groups, or fewer with one `::`; three groups and a digit at least, since `std::abs` is none. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const parts = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (parts.some((part) => !/^[0-9a-fA-F]{1,4}$/.test(part))) return false;
  if (halves.length === 1) return parts.length === 8;
  return parts.length >= 3 && parts.length < 8 && /\d/.test(text);
}
