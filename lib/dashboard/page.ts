import { renderPage } from '../docs/page.ts'
import { html } from '../endpoint/html.ts'

/** The views of the page: where they are, what they are called, and the key that leads there. */
const views = [
  ['map', 'Map'],
  ['requests', 'Requests'],
  ['problems', 'Problems'],
  ['logs', 'Logs'],
  ['environment', 'Environment'],
  ['store', 'Store'],
] as const

/** The frame of the dashboard: everything in it is made by `page/main.js`, from what it reads from this host. */
export function renderDashboard(environment: string): string {
  return renderPage({
    title: 'Dashboard',
    assets: 'dev/assets/',
    head: html`${['dashboard', 'controls', 'tables', 'requests', 'request', 'replay', 'opening', 'map'].map(
      (name) => html`<link rel="stylesheet" href="dev/assets/${name}.css">\n`,
    )}<script type="module" src="dev/assets/main.js"></script>
`,
    body: html`<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<p class="brand"><a href="#/map">Dashboard</a> <span class="environment" title="The environment that this process runs in">${environment}</span></p>
<nav class="views" aria-label="Views">
${views.map(([name, title], at) => html`<a href="#/${name}" data-view="${name}" aria-keyshortcuts="${at + 1}">${title}<span class="count" hidden></span></a>\n`)}</nav>
<p class="live"><button type="button" id="pause" aria-pressed="false" aria-keyshortcuts="p"><span class="dot" aria-hidden="true"></span><span id="state">Connecting</span></button> <span id="said" class="unseen" role="status"></span> <button type="button" id="keys" aria-keyshortcuts="?" aria-label="Keys" title="Keys (?)">?</button> <a class="docs" href="../docs">API docs</a></p>
</header>
<main id="main" tabindex="-1"><noscript><p class="empty">The dashboard needs JavaScript.</p></noscript></main>
<dialog id="help" aria-labelledby="help-title">
<h2 id="help-title">Keys</h2>
<dl class="keys">
<div><dt><kbd>1</kbd> … <kbd>6</kbd></dt><dd>${views.map(([, title]) => title).join(', ')}</dd></div>
<div><dt><kbd>/</kbd></dt><dd>Filter</dd></div>
<div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>Next, previous row</dd></div>
<div><dt><kbd>Enter</kbd></dt><dd>Open the row</dd></div>
<div><dt><kbd>r</kbd></dt><dd>Replay the open request</dd></div>
<div><dt><kbd>p</kbd></dt><dd>Pause, go on</dd></div>
<div><dt><kbd>Esc</kbd></dt><dd>Close what is open</dd></div>
</dl>
<form method="dialog"><button>Close</button></form>
</dialog>`,
  })
}
