import { type Html, type HtmlValue, html } from '../endpoint/html.ts'

/**
 * A whole HTML document. All addresses are relative, so that they are right behind any path prefix.
 *
 * @param options.assets the way from the page's address to the assets, with a slash at its end: `docs/`
 */
export function renderPage(options: { title: string; assets: string; head?: HtmlValue; body: Html }): string {
  const { title, assets, head, body } = options
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${assets}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets}page.css">
${head}</head>
<body>
${body}
</body>
</html>
`.text
}
