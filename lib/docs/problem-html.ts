import { type Html, html } from '../endpoint/html.ts'
import { type ProblemCode, problems } from '../problem/table.ts'
import { renderPage } from './page.ts'
import { problemPages } from './problem-pages.ts'

const codes = Object.keys(problems) as ProblemCode[]

/** Whether a text is a code of the problem table. */
export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text)

/**
 * The page that the `type` of a problem leads to.
 *
 * @param portal whether there is a portal to link to
 */
export function renderProblem(code: ProblemCode, portal: boolean): string {
  const { title, status } = problems[code]
  const { meaning, client, operator } = problemPages[code]
  return renderPage({
    title: `${title} (${code})`,
    assets: '../',
    body: html`${renderBar(portal && '../../docs', '../problems')}
<main class="prose">
<p class="status">${status} <code>${code}</code></p>
<h1>${title}</h1>
<p>${inline(meaning)}</p>
<h2>If you call the service</h2>
<p>${inline(client)}</p>
<h2>If you run the service</h2>
<p>${inline(operator)}</p>
</main>`,
  })
}

/** The list of all problems. */
export function renderProblemIndex(portal: boolean): string {
  const rows = codes.map(
    (code) =>
      html`<tr><td>${problems[code].status}</td><td><a href="problems/${code}"><code>${code}</code></a></td><td>${problems[code].title}</td></tr>\n`,
  )
  return renderPage({
    title: 'Problems',
    assets: '',
    body: html`${renderBar(portal && '../docs', 'problems')}
<main class="prose">
<h1>Problems</h1>
<p>Every error is a document of the type <code>application/problem+json</code> (RFC 9457). The last segment of its <code>type</code> is one of these codes.</p>
<table>
<thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">Title</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</main>`,
  })
}

/** The ways from the page's address to the portal, if there is one, and to the list of problems. */
function renderBar(portal: string | false, index: string): Html {
  return html`<header class="bar">
<p class="brand">${portal !== false && html`<a href="${portal}">API docs</a> / `}<a href="${index}">Problems</a></p>
</header>`
}

/** Text with `code` between backticks. */
function inline(text: string): (string | Html)[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part))
}
