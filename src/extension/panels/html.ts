/** What a page's document is made from; addresses as the webview sees them. */
export interface PageParts {
  readonly title: string;
  readonly script: string;
  readonly styles: readonly string[];
  readonly cspSource: string;
  readonly nonce: string;
  /** What the page is about; the page keeps it so that it survives a restart. */
  readonly id: string;
}

/**
 * The document of every page. Nothing is allowed but its own script by nonce, its own styles, fonts
 * and images; there is no inline script or style and no address outside the extension. The toolkit
 * reads the nonce from its meta element to try whether the browser knows :focus-visible.
 */
export function pageHtml({ title, script, styles, cspSource, nonce, id }: PageParts): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta property="csp-nonce" content="${escapeHtml(nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${styles.map((style) => `<link rel="stylesheet" href="${escapeHtml(style)}">`).join('\n')}
</head>
<body data-id="${escapeHtml(id)}">
<main id="root"></main>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}

/** Text as it may stand in an element or a quoted attribute. */
function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
