// The store, to look at: a collection, page by page, in the order of the store or of one of its indexes.

import { h, select } from './dom.js'
import { ask } from './feed.js'
import { count, timeOf } from './format.js'

export function createStoreView({ go }) {
  const collections = h('nav', { class: 'collections', 'aria-label': 'Collections' })
  const index = select('Order', [['', 'As stored']], (name) => start({ index: name, value: '' }))
  const value = h('input', {
    type: 'text',
    class: 'filter',
    spellcheck: 'false',
    on: { change: () => start({ value: value.value }) },
  })
  const first = h('button', { type: 'button', on: { click: () => start({}) } }, 'First page')
  const next = h('button', { type: 'button', on: { click: () => load(following) } }, 'Next page')
  const said = h('p', { class: 'found', role: 'status' })
  const tools = h('div', { class: 'tools' }, index.element, value, first, next, said)
  const documents = h('div', { class: 'documents' })
  const element = h(
    'div',
    { class: 'shelves' },
    collections,
    h('section', { 'aria-label': 'Documents' }, tools, documents),
  )
  const wish = { index: '', value: '' }
  let known = []
  let open = ''
  let following
  let turn = 0

  async function show(what) {
    try {
      known = await ask('store')
    } catch (error) {
      return documents.replaceChildren(h('p', { class: 'failure' }, error.message))
    }
    if (known.length === 0) {
      tools.hidden = true
      return documents.replaceChildren(h('p', { class: 'empty' }, 'The services that run here have no collections.'))
    }
    if (what === '' || !known.some(({ name }) => name === what))
      return go(`#/store/${encodeURIComponent(known[0].name)}`)
    if (what !== open) Object.assign(wish, { index: '', value: '' })
    open = what
    collections.replaceChildren(
      ...known.map(({ name }) =>
        h(
          'a',
          {
            href: `#/store/${encodeURIComponent(name)}`,
            'aria-current': name === open ? 'page' : undefined,
            'data-row': true,
          },
          name,
        ),
      ),
    )
    collections.querySelector('[aria-current]').scrollIntoView({ block: 'nearest', inline: 'nearest' })
    start({})
  }

  function start(change) {
    Object.assign(wish, change)
    const { indexes } = known.find(({ name }) => name === open)
    const orders = Object.entries(indexes).map(([name, fields]) => [name, `${name} (${fields.join(', ')})`])
    index.offer([['', 'As stored'], ...orders], wish.index)
    const [partition, ...rest] = indexes[wish.index] ?? []
    value.hidden = rest.length === 0
    value.value = wish.value
    value.placeholder = `${partition} is`
    value.setAttribute('aria-label', `Value of ${partition}`)
    if (rest.length > 0 && wish.value === '') {
      following = undefined
      next.disabled = true
      said.textContent = ''
      documents.replaceChildren(h('p', { class: 'empty' }, `Say which ${partition}: the index is asked by it.`))
      return value.focus()
    }
    load(undefined)
  }

  async function load(cursor) {
    const own = ++turn
    const asked = Object.entries({ ...wish, cursor: cursor ?? '' }).filter(([, text]) => text !== '')
    try {
      const page = await ask(`store/${encodeURIComponent(open)}?${new URLSearchParams(asked)}`)
      if (own !== turn) return
      following = page.next
      first.disabled = cursor === undefined
      next.disabled = following === undefined
      said.textContent = count(page.documents.length, 'document')
      documents.replaceChildren(...page.documents.map((entry) => showDocument(entry, page.documents.length === 1)))
      if (page.documents.length === 0) documents.append(h('p', { class: 'empty' }, 'There is nothing.'))
    } catch (error) {
      if (own === turn) documents.replaceChildren(h('p', { class: 'failure' }, error.message))
    }
  }

  return { element, show }
}

function showDocument({ key, version, expiresAt, document }, isOnly) {
  const names = ['name', 'title', 'state', 'status'].filter((name) => typeof document?.[name] === 'string')
  const brief = names
    .slice(0, 2)
    .map((name) => document[name])
    .join(' · ')
  return h(
    'details',
    { class: 'document', open: isOnly },
    h(
      'summary',
      { 'data-row': true },
      h('code', {}, key),
      h('span', { class: 'brief' }, brief),
      h('span', { class: 'about' }, `version ${version}${expiresAt === undefined ? '' : `, ${ends(expiresAt)}`}`),
    ),
    h('pre', { tabindex: '0' }, JSON.stringify(document, null, 2)),
  )
}

function ends(expiresAt) {
  const at = new Date(expiresAt * 1_000)
  return `${at < new Date() ? 'expired' : 'expires'} ${at.toISOString().slice(0, 10)} ${timeOf(at)}`
}
