import { type Html, html } from '../endpoint/html.ts'
import type { OperationOutline, ServiceOutline } from './outline.ts'
import { renderPage } from './page.ts'

/** What the portal is about: one deployment. */
export interface Deployment {
  services: readonly ServiceOutline[]
  release: { version: string; commit: string }
  /** The name of the environment, so that nobody tries a call on the wrong one. */
  environment: string
  /** The OAuth client that calls of this page are made as; undefined where users have to say one. */
  clientId: string | undefined
}

/**
 * The portal: a list of all operations that needs no script, and a place into which `portal/portal.js` puts the Swagger
 * UI of the chosen one. The ids of the list are the fragments of the deep links.
 */
export function renderPortal({ services, release, environment, clientId }: Deployment): string {
  const operations = services.reduce((sum, service) => sum + service.operations.length, 0)
  return renderPage({
    title: 'API docs',
    assets: 'docs/',
    head: html`<link rel="stylesheet" href="docs/portal.css">
<script src="docs/portal.js" defer></script>
`,
    body: html`<a class="skip" href="#main">Skip the list</a>
<header class="bar">
<p class="brand"><a href="#/">API docs</a> <span class="environment" title="The environment that answers the calls of this page">${environment}</span></p>
<div class="search" role="search" hidden>
<input type="search" id="filter" placeholder="Filter operations" aria-label="Filter operations" autocomplete="off" spellcheck="false" aria-keyshortcuts="/">
<kbd aria-hidden="true">/</kbd>
</div>
</header>
<div class="columns">
<nav class="services" aria-label="Operations">
<h1>${count(services.length, 'service')}, ${count(operations, 'operation')}</h1>
<p id="found" role="status"></p>
<noscript><p class="hint">Without JavaScript this page lists the operations. The contracts have everything else.</p></noscript>
<div class="cards">
${services.map(renderService)}</div>
</nav>
<div id="main" tabindex="-1" hidden${clientId !== undefined && html` data-client-id="${clientId}"`}></div>
</div>
<footer class="foot">
<span>Version ${release.version}</span>
${release.commit !== 'unknown' && html`<span>Commit <code title="${release.commit}">${release.commit.slice(0, 7)}</code></span>\n`}<a href="docs/problems">Problems</a>
</footer>`,
  })
}

const count = (many: number, word: string): string => `${many} ${word}${many === 1 ? '' : 's'}`

function renderService({ name, title, summary, operations }: ServiceOutline): Html {
  const own = `${encodeURIComponent(name)}/-/`
  return html`<section class="service" id="/${name}" data-service="${name}" aria-labelledby="title-${name}">
<h2 id="title-${name}"><a class="name" href="#/${name}">${title}</a></h2>
${summary !== '' && html`<p class="summary">${summary}</p>\n`}<ul class="operations">
${operations.map((operation) => renderOperation(name, operation))}</ul>
<p class="links"><a href="${own}openapi.json">Contract</a> <a href="${own}health">Health</a> <a href="${own}version">Version</a></p>
</section>
`
}

function renderOperation(service: string, operation: OperationOutline): Html {
  const { id, method, path, summary, deprecated } = operation
  // A break is allowed before each segment of a long path, and nowhere else.
  const segments = path.split(/(?=\/)/).map((segment, at) => (at === 0 ? segment : html`<wbr>${segment}`))
  return html`<li><a id="/${service}/${id}" href="#/${service}/${id}" data-operation="${id}" class="operation${deprecated && ' deprecated'}">
<span class="method ${method.toLowerCase()}">${method}</span>
<span class="what"><code>${segments}</code> <span class="summary">${summary}</span></span>
${renderAccess(operation)}</a></li>
`
}

function renderAccess({ access, accessOptional, deprecated }: OperationOutline): Html {
  const words = accessOptional ? `Takes ${access}` : `Needs ${access}`
  return html`${deprecated && html`<span class="tag">deprecated</span>\n`}${
    access !== '' &&
    html`<svg class="lock${accessOptional && ' optional'}" role="img" aria-label="${words}" viewBox="0 0 16 16" width="16" height="16"><title>${words}</title><path d="M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7zm2 0h4V5a2 2 0 0 0-4 0z"/></svg>\n`
  }`
}
