import { decodeHTMLStrict } from 'entities';

/** Elements of HTML, past and present: nothing else between < and > counts as a tag. */
const elements = new Set(
  (
    'a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink ' +
    'blockquote body br button canvas caption center cite code col colgroup data datalist dd del ' +
    'details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame ' +
    'frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li ' +
    'link main map mark marquee menu meta meter nav nobr noframes noscript object ol optgroup option ' +
    'output p param picture pre progress q rp rt ruby s samp script search section select slot small ' +
    'source span strike strong style sub summary sup svg table tbody td template textarea tfoot th ' +
    'thead time title tr track tt u ul var video wbr'
  ).split(' '),
);

/** Elements that begin a line of their own. */
const blocks = new Set(
  (
    'address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption ' +
    'figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tr ul'
  ).split(' '),
);

/** Attributes without a value. */
const flags = new Set(
  (
    'allowfullscreen async autofocus autoplay checked compact controls default defer disabled hidden ' +
    'ismap loop multiple muted nohref noshade novalidate nowrap open readonly required reversed selected'
  ).split(' '),
);

/** What is between the tags of these is no text. */
const hidden = /<(script|style|template|noscript)(?:\s[^<>]*)?>/gi;
// note: an attribute may hold > in quotes; without quotes it may not hold < either, so a < b > c is no tag.
const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s(?:"[^"]*"|'[^']*'|[^"'<>])*)?)\/?>/g;
const cell = new Set(['td', 'th']);

/**
 * A text without HTML tags, comments, scripts and styles, entities resolved. What merely looks like markup stays:
 * `a < b`, `x <y> z`, `List<String>`, `AT&T`.
 */
export function stripMarkup(text: string, { entities }: { readonly entities: boolean }): string {
  const hasTags = text.includes('<');
  let result = hasTags ? withoutTags(withoutComments(withoutHidden(text))) : text;
  if (entities && result.includes('&')) result = decodeHTMLStrict(result);
  return result;
}

function withoutComments(text: string): string {
  let [result, from] = ['', 0];
  for (let start = text.indexOf('<!--'); start >= 0; start = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', start + 4);
    if (end < 0) break;
    result += text.slice(from, start);
    from = end + 3;
  }
  return (result + text.slice(from)).replace(/<!doctype\s[^<>]*>|<!\[CDATA\[|\]\]>/gi, (found) =>
    found.startsWith(']') && !text.includes('<![CDATA[') ? found : '',
  );
}

function withoutHidden(text: string): string {
  let [result, from] = ['', 0];
  const unclosed = new Set<string>();
  for (const match of text.matchAll(hidden)) {
    const name = (match[1] ?? '').toLowerCase();
    // note: a text full of unclosed tags is searched to its end once for each name, not once for each tag.
    if (match.index < from || unclosed.has(name)) continue;
    const close = new RegExp(`</${name}\\s{0,10}>`, 'gi');
    close.lastIndex = match.index + match[0].length;
    const end = close.exec(text);
    if (end === null) {
      unclosed.add(name);
      continue;
    }
    result += text.slice(from, match.index);
    from = end.index + end[0].length;
  }
  return result + text.slice(from);
}

function withoutTags(text: string): string {
  const stripped = text.replace(
    tag,
    (found: string, _slash: string, name: string, rest: string) => {
      const element = name.toLowerCase();
      if (!elements.has(element) || !areAttributes(rest)) return found;
      return blocks.has(element) ? '\n' : cell.has(element) ? ' ' : '';
    },
  );
  return stripped === text ? text : stripped.replace(/\n(?:[ \t]*\n)+/g, '\n\n').trim();
}

/** Whether what follows a name are attributes: `<b then c>` is none of HTML. */
function areAttributes(text: string): boolean {
  const words = text.split(/[\s/]+/).filter((word) => word !== '');
  return text.includes('=') || words.every((word) => flags.has(word.toLowerCase()));
}
