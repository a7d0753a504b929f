// The dashboard in the browser. The address says what is shown: #/<view>/<what>?<filters>.

import { createEnvironmentView } from './environment-view.js'
import { createFeed } from './feed.js'
import { createLogsView } from './logs-view.js'
import { createMapView } from './map-view.js'
import { createProblemsView } from './problems-view.js'
import { createRequestsView } from './requests-view.js'
import { createStoreView } from './store-view.js'

const main = document.getElementById('main')
const state = document.getElementById('state')
const said = document.getElementById('said')
const pauseButton = document.getElementById('pause')
const help = document.getElementById('help')
const links = [...document.querySelectorAll('[data-view]')]
const states = { live: 'Live', paused: 'Paused', broken: 'Trying to connect' }

const feed = createFeed(
  (news) => {
    for (const view of Object.values(views)) view.update?.(news)
    showCount('problems', feed.kept.problems.length)
  },
  (name) => {
    for (const element of [state, said]) if (element.textContent !== states[name]) element.textContent = states[name]
    document.body.dataset.feed = name
    pauseButton.setAttribute('aria-pressed', String(name === 'paused'))
  },
)

const context = { kept: feed.kept, go, replaceQuery }
const views = {
  map: createMapView(context),
  requests: createRequestsView(context),
  problems: createProblemsView(context),
  logs: createLogsView(context),
  environment: createEnvironmentView(context),
  store: createStoreView(context),
}
let current

function readRoute() {
  const [path = '', query = ''] = location.hash.slice(2).split('?', 2)
  const [name = '', ...rest] = path.split('/')
  const what = rest.map((part) => decode(part)).join('/')
  return { name: Object.hasOwn(views, name) ? name : 'map', what, query: new URLSearchParams(query) }
}

function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function showRoute() {
  const { name, what, query } = readRoute()
  const view = views[name]
  if (current !== view) {
    current?.hide?.()
    current = view
    main.replaceChildren(view.element)
    main.dataset.view = name
    scrollTo(0, 0)
  }
  const link = links.find(({ dataset }) => dataset.view === name)
  for (const other of links) other.removeAttribute('aria-current')
  link.setAttribute('aria-current', 'page')
  link.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  document.title = `${link.firstChild.textContent} – Dashboard`
  view.show(what, query)
}

/** Goes to another address within the page. */
function go(hash) {
  location.hash = hash
}

/** Remembers filters in the address, without a step in the history for each letter. */
function replaceQuery(path, query) {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()
  history.replaceState(null, '', `#/${path}${text === '' ? '' : `?${text}`}`)
}

function showCount(name, many) {
  const badge = links.find(({ dataset }) => dataset.view === name).querySelector('.count')
  badge.hidden = many === 0
  badge.textContent = String(many)
}

function onKey(event) {
  const { target, key } = event
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return
  if (/^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) {
    if (key === 'Escape') target.blur()
    return
  }
  const actions = {
    '/': () => main.querySelector('.filter')?.focus(),
    '?': () => help.showModal(),
    p: () => feed.pause(!feed.paused),
    j: () => step(1),
    k: () => step(-1),
    Escape: () => current.close?.(),
    r: () => current.replay?.(),
  }
  const link = links[Number(key) - 1]
  const action = link === undefined ? actions[key] : () => link.click()
  if (action === undefined) return
  event.preventDefault()
  action()
}

/** Moves the focus among the rows that are shown. */
function step(by) {
  const rows = [...main.querySelectorAll('[data-row]:not(.details *)')].filter((row) => row.getClientRects().length > 0)
  const at = rows.findIndex(
    (row) => row === document.activeElement || (row.closest('.open') && !rows.includes(document.activeElement)),
  )
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}

addEventListener('hashchange', showRoute)
document.addEventListener('keydown', onKey)
pauseButton.addEventListener('click', () => feed.pause(!feed.paused))
document.getElementById('keys').addEventListener('click', () => help.showModal())
showRoute()
feed.look()
