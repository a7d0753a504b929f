// The environment variables: as the next start would find them.

import { h, search } from './dom.js'
import { ask } from './feed.js'
import { count } from './format.js'

export function createEnvironmentView() {
  const filter = search('Filter variables', () => render())
  const again = h('button', { type: 'button', on: { click: load } }, 'Look again')
  const found = h('p', { class: 'found', role: 'status' })
  const place = h('div')
  const element = h(
    'section',
    { 'aria-label': 'Environment' },
    h('div', { class: 'tools' }, filter, again, found),
    place,
  )
  let environment

  async function load() {
    again.disabled = true
    found.textContent = 'Looking …'
    try {
      environment = await ask('environment')
      render()
    } catch (error) {
      found.textContent = ''
      place.replaceChildren(h('p', { class: 'failure' }, error.message))
    }
    again.disabled = false
  }

  function render() {
    if (environment === undefined) return
    const { rows, faults } = environment
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean)
    const shown = rows.filter((row) => {
      const text =
        `${row.variable} ${row.neededBy.join(' ')} ${row.description ?? ''} ${row.value ?? ''} ${row.from ?? ''}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    found.textContent = words.length === 0 ? count(rows.length, 'variable') : `${shown.length} of ${rows.length}`
    place.replaceChildren(...(faults.length === 0 ? [] : [showFaults(faults)]), showTable(shown, faults))
  }

  return {
    element,
    show() {
      if (environment === undefined) load()
    },
  }
}

function showFaults(faults) {
  return h(
    'section',
    { class: 'failure', 'aria-label': 'Faults' },
    h('h3', {}, `${count(faults.length, 'fault')}: the next start would refuse`),
    h(
      'ul',
      {},
      faults.map(({ variable, message }) => h('li', {}, h('code', {}, variable), ` ${message}`)),
    ),
  )
}

function showTable(rows, faults) {
  const wrong = new Set(faults.map(({ variable }) => variable))
  return h(
    'table',
    { class: 'environment-table' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['Variable', 'Value', 'From', 'Needed by'].map((text) => h('th', { scope: 'col' }, text)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) => showRow(row, wrong.has(row.variable))),
    ),
  )
}

function showRow(
  { variable, value, from, neededBy, required, description, expects, secret, isStale, default: given },
  isWrong,
) {
  const about = description ?? `must be ${expects}`
  return h(
    'tr',
    { class: isWrong ? 'wrong' : undefined },
    h('th', { scope: 'row' }, h('code', {}, variable), h('span', { class: 'about' }, about)),
    h(
      'td',
      { class: 'value' },
      value === undefined
        ? h('i', {}, required ? 'missing' : 'not set')
        : h('code', {}, value === '' ? '(empty)' : value),
      [
        secret && h('span', { class: 'tag', title: 'Secret values are never shown' }, 'secret'),
        isStale &&
          h(
            'span',
            { class: 'tag warn', title: 'This process has read another value at its start' },
            'after a restart',
          ),
      ],
    ),
    h('td', { title: given === undefined ? undefined : `Default: ${given}` }, from ?? ''),
    h('td', {}, neededBy.join(', ')),
  )
}
