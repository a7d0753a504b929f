// Problems by code and operation, the latest first, with what to do.

import { h } from './dom.js'
import { ask } from './feed.js'
import { ago, count, statusClass, timeOf } from './format.js'
import { ticked } from './request-details.js'

export function createProblemsView({ kept }) {
  const list = h('div', { class: 'groups' })
  const element = h('section', { class: 'problems', 'aria-label': 'Problems' }, list)
  /** What each problem means, by its code, asked for once. */
  const meanings = new Map()
  let isShown = false

  function render() {
    if (!isShown) return
    const opened = new Set([...list.querySelectorAll('details[open]')].map(({ dataset }) => dataset.group))
    const focused = document.activeElement?.closest?.('[data-group]')?.dataset.group
    const groups = kept.problems.map((group) => makeGroup(group, opened))
    list.replaceChildren(
      ...(groups.length > 0
        ? groups
        : [h('p', { class: 'empty' }, 'No problems. What answers with 400 and above is gathered here.')]),
    )
    if (focused !== undefined)
      groups
        .find(({ dataset }) => dataset.group === focused)
        ?.querySelector('summary')
        .focus()
  }

  function makeGroup(group, opened) {
    const { code, title, status, service, operation, count: many, firstAt, lastAt, last, detail } = group
    const name = `${code} ${service} ${operation}`
    const advice = h('div', { class: 'advice' })
    const element = h(
      'details',
      {
        class: 'group',
        'data-group': name,
        open: opened.has(name),
        on: { toggle: () => element.open && advise(advice, group) },
      },
      h(
        'summary',
        { 'data-row': true },
        h('span', { class: 'times', title: count(many, 'time') }, `${many} ×`),
        h('span', { class: `status ${statusClass(status)}` }, String(status)),
        h(
          'span',
          { class: 'what' },
          h('b', {}, title),
          ' ',
          h('code', {}, `${service} ${operation}`),
          detail !== '' && h('span', { class: 'detail' }, detail),
        ),
        h('time', { title: `first at ${timeOf(firstAt)}` }, ago(lastAt)),
      ),
      advice,
      h('p', { class: 'actions' }, [
        h('a', { href: `#/requests/${last}` }, 'The latest'),
        h('a', { href: `#/requests?${new URLSearchParams({ text: `${operation} ${status}` })}` }, 'All of them'),
        !/^\d+$/.test(code) && h('a', { href: `../docs/problems/${code}` }, `About ${code}`),
      ]),
    )
    if (element.open) advise(advice, group)
    return element
  }

  async function advise(place, { code, last }) {
    const known = meanings.get(code) ?? ask(`requests/${last}`).then(({ problem }) => problem)
    meanings.set(code, known)
    try {
      const { meaning, client, operator } = await known
      place.replaceChildren(
        ...[
          ['', meaning],
          ['If you call it: ', client],
          ['If you run it: ', operator],
        ]
          .filter(([, text]) => text !== undefined)
          .map(([label, text]) => h('p', {}, label !== '' && h('b', {}, label), ticked(text))),
      )
    } catch (error) {
      meanings.delete(code)
      place.replaceChildren(h('p', { class: 'hint' }, error.message))
    }
  }

  return {
    element,
    show() {
      isShown = true
      render()
    },
    hide() {
      isShown = false
    },
    update({ problems }) {
      if (problems !== undefined) render()
    },
  }
}
