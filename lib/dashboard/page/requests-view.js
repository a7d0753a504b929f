// The latest requests, newest first, and beside them the one that is open.

import { h, search, select } from './dom.js'
import { duration, exactTimeOf, statusClass, timeOf } from './format.js'
import { createRequestDetails } from './request-details.js'

const statuses = [
  ['', 'Any status'],
  ['2', '2xx'],
  ['3', '3xx'],
  ['4', '4xx'],
  ['5', '5xx'],
  ['bad', '4xx and 5xx'],
]
/** So many rows are shown. */
const most = 300

export function createRequestsView({ kept, go, replaceQuery }) {
  const wish = { text: '', service: '', status: '', from: '', to: '' }
  const rows = new Map()
  let open = ''

  const filter = search('Filter by path, id, operation, caller', (text) => want({ text }))
  const service = select('Service', [['', 'All services']], (value) => want({ service: value }))
  const status = select('Status', statuses, (value) => want({ status: value }))
  const between = h('button', {
    type: 'button',
    class: 'chip',
    hidden: true,
    on: { click: () => want({ from: '', to: '' }) },
  })
  const found = h('p', { class: 'found', role: 'status' })
  const body = h('tbody')
  const empty = h('p', { class: 'empty' })
  const headings = ['Time', 'Method', 'Path', 'Status', 'Duration', 'Service', 'Caller', 'Request']
  const table = h(
    'table',
    { class: 'requests' },
    h('caption', { class: 'unseen' }, 'Latest requests, newest first'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        headings.map((text) => h('th', { scope: 'col', class: text.toLowerCase() }, text)),
      ),
    ),
    body,
  )
  const details = createRequestDetails({ close, go })
  const list = h(
    'section',
    { class: 'list', 'aria-label': 'Requests' },
    h('div', { class: 'tools' }, filter, service.element, status.element, between, found),
    table,
    empty,
  )
  const element = h('div', { class: 'panes' }, list, details.element)

  function want(change) {
    Object.assign(wish, change)
    replaceQuery(open === '' ? 'requests' : `requests/${open}`, wish)
    rebuild()
  }

  /** The traces that both ends of an edge have taken part in. */
  function tracesOfEdge() {
    const of = (name) =>
      new Set(kept.requests.filter((request) => request.service === name).map(({ traceId }) => traceId))
    return of(wish.from).intersection(of(wish.to))
  }

  function fits() {
    const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean)
    const traces = wish.from === '' ? undefined : tracesOfEdge()
    return (request) => {
      if (wish.service !== '' && request.service !== wish.service) return false
      const hundred = String(Math.floor(request.status / 100))
      if (wish.status === 'bad' ? request.status < 400 : wish.status !== '' && hundred !== wish.status) return false
      const isBetween = request.service === wish.from || request.service === wish.to
      if (traces !== undefined && !(isBetween && traces.has(request.traceId))) return false
      if (words.length === 0) return true
      const { method, target, operation, caller = '', requestId, traceId } = request
      const text = `${method} ${target} ${request.service} ${operation} ${request.status} ${caller} ${requestId} ${traceId}`
      return words.every((word) => text.toLowerCase().includes(word))
    }
  }

  function rebuild() {
    rows.clear()
    const shown = kept.requests.filter(fits()).slice(-most).reverse()
    body.replaceChildren(...shown.map(makeRow))
    service.offer([['', 'All services'], ...servicesOf(kept.requests).map((name) => [name, name])], wish.service)
    status.offer(statuses, wish.status)
    if (filter.value !== wish.text) filter.value = wish.text
    between.hidden = wish.from === ''
    between.textContent = `${wish.from} → ${wish.to} ✕`
    between.setAttribute('aria-label', `Only ${wish.from} to ${wish.to}: show all again`)
    tell(shown.length)
  }

  function tell(many) {
    const filtered = Object.values(wish).some((value) => value !== '')
    found.textContent = filtered ? `${many} of ${kept.requests.length}` : ''
    table.hidden = many === 0
    empty.hidden = many > 0
    empty.textContent = filtered
      ? 'No request fits the filter.'
      : 'No requests yet. Call a service, or try one in the API docs: it shows here at once.'
  }

  function makeRow(request) {
    const { seq, at, method, target, status: code, ms, caller = '', requestId, repeats } = request
    const href = `#/requests/${seq}`
    const link = h('a', { href, 'data-row': true, title: target }, target)
    const row = h(
      'tr',
      {
        class: String(seq) === open ? 'open' : undefined,
        on: { click: (event) => event.target.closest('a') ?? link.click() },
      },
      h('td', { class: 'time', title: exactTimeOf(at) }, timeOf(at)),
      h('td', { class: 'method' }, h('span', { class: `method ${method.toLowerCase()}` }, method)),
      h('td', { class: 'path' }, link, repeats !== undefined && h('span', { class: 'tag' }, 'replay')),
      h('td', { class: 'status' }, h('span', { class: `status ${statusClass(code)}` }, String(code))),
      h('td', { class: 'duration' }, duration(ms)),
      h('td', { class: 'service' }, request.service),
      h('td', { class: 'caller', title: caller }, caller.slice(0, 8)),
      h('td', { class: 'request', title: requestId }, requestId.slice(0, 8)),
    )
    rows.set(String(seq), row)
    return row
  }

  function close() {
    replaceQuery('requests', wish)
    show('', new URLSearchParams(wish))
  }

  function show(what, query) {
    const before = JSON.stringify(wish)
    const last = open
    open = what
    for (const name of Object.keys(wish)) wish[name] = query.get(name) ?? (what === '' ? '' : wish[name])
    if (JSON.stringify(wish) !== before || body.children.length === 0) rebuild()
    rows.get(last)?.classList.remove('open')
    rows.get(open)?.classList.add('open')
    element.classList.toggle('two', open !== '')
    details.show(open)
    if (open !== '') details.element.focus()
    else rows.get(last)?.querySelector('a').focus()
  }

  return {
    element,
    show,
    close: () => open !== '' && close(),
    replay: details.replay,
    update({ requests, fresh }) {
      if (fresh || wish.from !== '' || requests.length > most) return rebuild()
      if (requests.length === 0) return
      const added = requests.filter(fits()).map(makeRow).reverse()
      body.prepend(...added)
      while (body.children.length > most) body.lastElementChild.remove()
      service.offer([['', 'All services'], ...servicesOf(kept.requests).map((name) => [name, name])], wish.service)
      tell(body.children.length)
    },
  }
}

const servicesOf = (requests) => [...new Set(requests.map(({ service }) => service))].sort()
