import { createHash } from 'node:crypto'
import { type Html, html, Html as Markup } from 'twelvefold'
import { noStore } from './oauth-fault.ts'

const style = `
:root{color-scheme:light dark;--ink:#1c2230;--dim:#5a6375;--paper:#fff;--ground:#f2f4f8;--line:#c5ccd9;--edge:#737d91;--main:#1f5fbf;--on:#fff;--bad:#a8201a;--badground:#fdecea}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebf2;--dim:#a4adbf;--paper:#1b2029;--ground:#11151c;--line:#465066;--edge:#8490a8;--main:#7db0ff;--on:#0d1524;--bad:#ffb4ab;--badground:#3b1c1a}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:25rem;padding:2rem;overflow-wrap:anywhere;background:var(--paper);border:1px solid var(--line);border-radius:.75rem}
h1{margin:0 0 .25rem;font-size:1.375rem;line-height:1.25}
p{margin:.5rem 0 1rem;color:var(--dim)}
label{display:block;margin:1rem 0 .25rem;font-weight:600}
input{width:100%;padding:.625rem .75rem;border:1px solid var(--edge);border-radius:.5rem;background:transparent;color:inherit;font:inherit}
input[aria-invalid]{border-color:var(--bad)}
button{width:100%;margin-top:1rem;padding:.6875rem;border:1px solid var(--main);border-radius:.5rem;background:var(--main);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
button.quiet{background:transparent;color:var(--main)}
a{color:var(--main)}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
ul{padding-left:1.25rem}
main>:last-child{margin-bottom:0}
small{display:block;margin-top:.375rem;color:var(--dim)}
form+p{margin-top:1rem}
[role=alert],[role=status]{margin:1rem 0;padding:.625rem .75rem;border-radius:.5rem;border:1px solid currentColor}
[role=alert]{color:var(--bad);background:var(--badground)}
`

const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`

/** A whole page; it works without script, and loads nothing. */
export function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text
}

/**
 * The headers of a page: nothing is loaded, framed or kept.
 *
 * @param redirectUri where its form may end: browsers hold `form-action` against the redirects that follow, too
 */
export function pageHeaders(
  cookies: readonly string[] = [],
  redirectUri?: string,
): Record<string, string | readonly string[]> {
  const { origin, protocol } = redirectUri === undefined ? { origin: '', protocol: '' } : new URL(redirectUri)
  const target = origin === 'null' ? protocol : origin
  const policy = [
    "default-src 'none'",
    `style-src ${styleHash}`,
    `form-action 'self' ${target}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ]
  return {
    ...noStore,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cross-origin-resource-policy': 'same-origin',
    ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
  }
}

/** The message of a form that was refused, read out when it appears. */
export const alert = (message: string | undefined): Html | false =>
  message !== undefined && html`<p role="alert" id="fault">${message}</p>`

/** Fields that the user does not see. */
export const hidden = (fields: Record<string, string>): Html[] =>
  Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
