// The services and what goes between them, live: a picture, and the same as a table.

import { h, svg } from './dom.js'
import { ask } from './feed.js'
import { edgesOf, failedShare, keyOf, rateOf } from './flow-statistics.js'
import { count, duration } from './format.js'
import { layOut, route } from './map-layout.js'

const ends = { clients: 'Clients', store: 'Store', background: 'Background' }
const nameOf = (name) => ends[name] ?? name
const calm = matchMedia('(prefers-reduced-motion: reduce)')

export function createMapView({ kept }) {
  const picture = h('div', {
    class: 'picture',
    tabindex: '0',
    role: 'group',
    'aria-label': 'Map of the services and their calls',
  })
  const place = h('div', { class: 'edges' })
  const element = h(
    'section',
    { class: 'map', 'aria-label': 'Map' },
    picture,
    h('h2', {}, 'Calls in the last five minutes'),
    place,
  )
  const lines = new Map()
  let about
  let drawn = ''
  let timer
  let isShown = false

  async function load() {
    try {
      about = await ask('about')
    } catch {
      // The feed tells that there is no connection, and its next news come here again.
    }
    render()
  }

  function render() {
    if (!isShown || about === undefined) return
    const edges = edgesOf(kept.flows)
    const declared = about.services.flatMap(({ name, calls }) => calls.map((to) => [name, to]))
    draw(edges, declared)
    renderTable([...edges.values()])
  }

  /** The picture is made anew only where parts or lines have come or gone, so that the focus stays where it is. */
  function draw(edges, declared) {
    const seen = [...edges.values()].filter(({ from, to }) => isDrawn(from) && isDrawn(to))
    const calls = seen.filter(({ from, to }) => from !== 'clients' && to !== 'store').map(({ from, to }) => [from, to])
    const names = new Set([
      ...about.services.map(({ name }) => name),
      ...declared.flat(),
      ...seen.flatMap(({ from, to }) => [from, to]),
    ])
    names.delete('clients')
    names.delete('store')
    const pairs = new Map(
      [...declared, ...seen.map(({ from, to }) => [from, to])].map(([from, to]) => [keyOf(from, to), [from, to]]),
    )
    const shape = JSON.stringify([[...names].sort(), [...pairs.keys()].sort()])
    if (shape !== drawn) {
      drawn = shape
      const layout = layOut([...names], [...declared, ...calls])
      const { width, height, nodes } = layout
      lines.clear()
      picture.replaceChildren(
        svg(
          'svg',
          { viewBox: `0 0 ${width} ${height}`, width, height },
          [...pairs.values()].map(([from, to]) => makeLine(from, to, nodes)),
          [...nodes].map(([name, box]) => makeNode(name, box)),
        ),
      )
    }
    for (const [key, line] of lines) line.show(edges.get(key))
    showNodes(edges)
  }

  function makeLine(from, to, nodes) {
    const { path, label } = route(from, to, nodes)
    const text = svg('text', { x: label.x, y: label.y, 'text-anchor': label.anchor, class: 'label' })
    const curve = svg('path', { d: path, class: 'curve' })
    const dot = svg('circle', { r: 4, class: 'pulse', style: { 'offset-path': `path("${path}")` } })
    const link = svg(
      'a',
      { href: linkOf(from, to), class: 'edge' },
      svg('path', { d: path, class: 'reach' }),
      curve,
      text,
      dot,
    )
    lines.set(keyOf(from, to), {
      show(edge) {
        link.classList.toggle('quiet', edge === undefined)
        link.classList.toggle('failing', edge !== undefined && edge.failed > 0)
        const said =
          edge === undefined
            ? 'not called yet'
            : `${edge.count} in five minutes, ${failedShare(edge)} failed, half within ${duration(edge.p50)}, 95 % within ${duration(edge.p95)}`
        link.setAttribute('aria-label', `${nameOf(from)} to ${nameOf(to)}: ${said}`)
        const brief =
          edge === undefined
            ? ''
            : `${rateOf(edge)} · ${duration(edge.p50)}${edge.failed > 0 ? ` · ${edge.failed} failed` : ''}`
        if (text.textContent !== brief) text.textContent = brief
      },
      pulse() {
        if (calm.matches || dot.getAnimations().length > 0) return
        const steps = [
          { offsetDistance: '0%', opacity: 1 },
          { offsetDistance: '100%', opacity: 1 },
        ]
        dot.animate(steps, { duration: 650, easing: 'ease-in-out' })
      },
    })
    return link
  }

  function makeNode(name, { x, y, width, height }) {
    const isEnd = name === 'clients' || name === 'store'
    const href =
      name === 'store'
        ? '#/store'
        : name === 'clients'
          ? '#/requests'
          : `#/requests?service=${encodeURIComponent(name)}`
    const middle = x + width / 2
    const known = isEnd || name === 'background' || about.services.some((service) => service.name === name)
    return svg(
      'a',
      { href, class: `node${isEnd ? ' end' : ''}${known ? '' : ' elsewhere'}`, 'data-node': name },
      svg('rect', { x, y, width, height, rx: 10 }),
      svg(
        'text',
        { x: middle, y: y + height / 2 - (isEnd ? 0 : 3), 'text-anchor': 'middle', class: 'name' },
        nameOf(name),
      ),
      svg('text', { x: middle, y: y + height / 2 + 16, 'text-anchor': 'middle', class: 'sub' }),
    )
  }

  function showNodes(edges) {
    for (const node of picture.querySelectorAll('[data-node]')) {
      const { node: name } = node.dataset
      const own = [...edges.values()].filter(({ from, to }) => (name === 'clients' ? from === name : to === name))
      const many = own.reduce((sum, edge) => sum + edge.count, 0)
      const failed = own.reduce((sum, edge) => sum + edge.failed, 0)
      const unit = name === 'store' ? 'access' : 'request'
      const said = node.classList.contains('elsewhere')
        ? 'another process'
        : many === 0
          ? 'quiet'
          : name === 'store'
            ? `${many} ${many === 1 ? unit : 'accesses'}`
            : count(many, unit)
      const text = failed > 0 ? `${said}, ${failed} failed` : said
      node.querySelector('.sub').textContent = text
      node.setAttribute('aria-label', `${nameOf(name)}: ${text}`)
      node.classList.toggle('failing', failed > 0)
    }
  }

  function renderTable(edges) {
    const rows = edges.sort((a, b) => b.count - a.count || (keyOf(a.from, a.to) < keyOf(b.from, b.to) ? -1 : 1))
    if (rows.length === 0)
      return place.replaceChildren(
        h('p', { class: 'empty' }, 'Nothing yet. Lines that are there already are the calls that services declare.'),
      )
    const headings = ['From', 'To', 'Rate', 'Count', 'Failed', 'p50', 'p95']
    const cell = (text, name) => h('td', { class: 'number', 'data-name': name }, text)
    place.replaceChildren(
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            headings.map((text, at) => h('th', { scope: 'col', class: at > 1 ? 'number' : undefined }, text)),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map((edge) =>
            h(
              'tr',
              { class: edge.failed > 0 ? 'wrong' : undefined },
              h('th', { scope: 'row' }, nameOf(edge.from)),
              h('td', {}, h('a', { href: linkOf(edge.from, edge.to) }, nameOf(edge.to))),
              cell(rateOf(edge), 'Rate'),
              cell(String(edge.count), 'Count'),
              cell(failedShare(edge), 'Failed'),
              cell(duration(edge.p50), 'p50'),
              cell(duration(edge.p95), 'p95'),
            ),
          ),
        ),
      ),
    )
  }

  return {
    element,
    show() {
      isShown = true
      load()
      // What is older than five minutes goes, though nothing new comes.
      timer = setInterval(render, 10_000)
    },
    hide() {
      isShown = false
      clearInterval(timer)
    },
    update({ flows, fresh }) {
      if (!isShown) return
      if (about === undefined || fresh) return load()
      if (flows.length === 0) return
      render()
      for (const key of new Set(flows.map(({ from, to }) => keyOf(from, to)))) lines.get(key)?.pulse()
    },
  }
}

/** The portal's own requests are no part of the system, and what nobody answers is of no service. */
const isDrawn = (name) => name !== 'docs' && name !== 'kit'

/** The requests of an edge. */
function linkOf(from, to) {
  if (to === 'store') return `#/requests?${new URLSearchParams({ service: from })}`
  if (ends[from] !== undefined) return `#/requests?${new URLSearchParams({ service: to })}`
  return `#/requests?${new URLSearchParams({ from, to })}`
}
