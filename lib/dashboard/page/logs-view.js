// The log as it is written, the newest line last.

import { h, search, select } from './dom.js'
import { makeLogLine, readLine } from './log-line.js'

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
const levelChoices = [
  ['', 'Any level'],
  ...levels.slice(1).map((level) => [level, level === 'fatal' ? 'fatal' : `${level} and above`]),
]
const kinds = [
  ['', 'All lines'],
  ['own', 'Without access lines'],
]
/** So many lines are shown. */
const most = 500

export function createLogsView({ kept, replaceQuery }) {
  const wish = { text: '', level: '', service: '', kind: '' }
  const filter = search('Filter by text, id, field', (text) => want({ text }))
  const level = select('Level', levelChoices, (value) => want({ level: value }))
  const service = select('Service', [['', 'All services']], (value) => want({ service: value }))
  const kind = select('Kind', kinds, (value) => want({ kind: value }))
  const follow = h(
    'button',
    { type: 'button', 'aria-pressed': 'true', on: { click: () => setFollowing(!following) } },
    'Following',
  )
  const lines = h('div', {
    class: 'log',
    role: 'log',
    'aria-live': 'off',
    'aria-label': 'Log',
    on: { scroll: onScroll },
  })
  const empty = h('p', { class: 'empty' })
  const found = h('p', { class: 'found', role: 'status' })
  const element = h(
    'section',
    { class: 'logs', 'aria-label': 'Log' },
    h('div', { class: 'tools' }, filter, level.element, service.element, kind.element, follow, found),
    lines,
    empty,
  )
  let following = true
  let heldBack = 0
  let isShown = false
  const services = new Set()

  function want(change) {
    Object.assign(wish, change)
    replaceQuery('logs', wish)
    rebuild()
  }

  function setFollowing(wanted) {
    if (following === wanted) return
    following = wanted
    follow.setAttribute('aria-pressed', String(wanted))
    heldBack = 0
    sayHeldBack()
    if (wanted) rebuild()
  }

  function sayHeldBack() {
    follow.textContent = following ? 'Following' : heldBack === 0 ? 'Follow' : `Follow, ${heldBack} new`
  }

  /** Whoever scrolls up wants to read: nothing moves then, until they are at the end again. */
  function onScroll() {
    if (!isShown || lines.scrollHeight <= lines.clientHeight) return
    setFollowing(lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40)
  }

  function fits({ line }) {
    const words = wish.text.toLowerCase().split(/\s+/).filter(Boolean)
    if (!words.every((word) => line.toLowerCase().includes(word))) return false
    if (wish.level === '' && wish.service === '' && wish.kind === '') return true
    const fields = readLine(line)
    if (wish.level !== '' && levels.indexOf(fields.level) < levels.indexOf(wish.level)) return false
    if (wish.service !== '' && fields.service !== wish.service) return false
    return wish.kind === '' || fields.durationMs === undefined
  }

  function rebuild() {
    const shown = kept.lines.filter(fits).slice(-most)
    lines.replaceChildren(...shown.map(({ line }) => makeLogLine(line)))
    learn(kept.lines)
    level.offer(levelChoices, wish.level)
    kind.offer(kinds, wish.kind)
    if (filter.value !== wish.text) filter.value = wish.text
    tell()
    toEnd()
  }

  function learn(news) {
    for (const { line } of news) {
      const name = readLine(line).service
      if (typeof name === 'string') services.add(name)
    }
    service.offer([['', 'All services'], ...[...services].sort().map((name) => [name, name])], wish.service)
  }

  function tell() {
    const filtered = Object.values(wish).some((value) => value !== '')
    const many = lines.children.length
    found.textContent = filtered ? `${many} of ${kept.lines.length}` : ''
    empty.hidden = many > 0
    lines.hidden = many === 0
    empty.textContent = filtered ? 'No line fits the filter.' : 'Nothing has been logged yet.'
  }

  function toEnd() {
    if (following && isShown) lines.scrollTop = lines.scrollHeight
  }

  return {
    element,
    show(_what, query) {
      for (const name of Object.keys(wish)) wish[name] = query.get(name) ?? ''
      isShown = true
      rebuild()
    },
    hide() {
      isShown = false
    },
    update(news) {
      if (!isShown) return
      if (news.fresh) return rebuild()
      if (news.lines.length === 0) return
      learn(news.lines)
      const fitting = news.lines.filter(fits)
      if (!following) {
        heldBack += fitting.length
        return sayHeldBack()
      }
      lines.append(...fitting.map(({ line }) => makeLogLine(line)))
      while (lines.children.length > most) lines.firstElementChild.remove()
      tell()
      toEnd()
    },
  }
}
