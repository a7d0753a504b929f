// One request: what was asked, what was answered, what it caused, and how to ask again.

import { toCurl } from './curl.js'
import { copy, h } from './dom.js'
import { ask } from './feed.js'
import { bytes, duration, exactTimeOf, statusClass } from './format.js'
import { makeLogLine } from './log-line.js'
import { createReplay } from './replay.js'
import { drawWaterfall } from './waterfall.js'

export function createRequestDetails({ close, go }) {
  const element = h('section', { class: 'details', 'aria-label': 'Request', tabindex: '-1', hidden: true })
  let shown = ''
  let replay

  async function show(seq) {
    if (seq === shown) return
    shown = seq
    replay = undefined
    element.hidden = seq === ''
    element.replaceChildren()
    if (seq === '') return
    try {
      const request = await ask(`requests/${encodeURIComponent(seq)}`)
      if (shown === seq) render(request)
    } catch (error) {
      if (shown === seq) element.replaceChildren(heading([h('p', { class: 'empty' }, error.message)]))
    }
  }

  function heading(content) {
    const button = h('button', { type: 'button', class: 'close', 'aria-label': 'Close', on: { click: close } }, '✕')
    return h('header', { class: 'title' }, h('div', {}, content), button)
  }

  function render(request) {
    const { method, target, status, ms, canRepeat } = request
    const again = createReplay(request, (seq) => go(`#/requests/${seq}`))
    replay = canRepeat ? again.open : undefined
    const curl = h(
      'button',
      { type: 'button', on: { click: () => copy(curl, toCurl(request, location.origin)) } },
      'Copy as curl',
    )
    const why = canRepeat ? undefined : 'The body was too large to be kept'
    element.replaceChildren(
      heading([
        h('h2', {}, h('span', { class: `method ${method.toLowerCase()}` }, method), ' ', h('code', {}, target)),
        h(
          'p',
          { class: 'sum' },
          h('span', { class: `status ${statusClass(status)}` }, String(status)),
          ` in ${duration(ms)}`,
        ),
        h(
          'p',
          { class: 'actions' },
          h(
            'button',
            { type: 'button', class: 'primary', disabled: !canRepeat, title: why, on: { click: again.open } },
            'Replay …',
          ),
          curl,
        ),
      ]),
      again.element,
      ...(request.problem === undefined ? [] : [explain(request.problem)]),
      part('Trace', drawWaterfall(request.spans, request.seq)),
      part('Request', [describe(request), ...message(request.request)]),
      part('Answer', message(request.answer)),
      part(
        'Log',
        request.lines.length === 0 ? h('p', { class: 'hint' }, 'No line of the log is about it.') : logOf(request),
      ),
    )
    element.scrollTop = 0
  }

  return { element, show, replay: () => replay?.() }
}

function part(title, content) {
  return h('section', { class: 'part' }, h('h3', {}, title), content)
}

function describe({ at, service, operation, caller, requestId, traceId, repeats }) {
  const isOwn = service !== 'kit' && service !== 'docs'
  const name = `${service} ${operation}`
  const rows = [
    ['Time', exactTimeOf(at)],
    ['Operation', isOwn ? h('a', { href: `../docs#/${service}/${operation}` }, name) : name],
    ['Caller', caller ?? 'nobody known'],
    [
      'Request id',
      h('a', { href: `#/logs?text=${encodeURIComponent(requestId)}`, title: 'Its lines in the log' }, requestId),
    ],
    ['Trace', h('a', { href: `#/requests?text=${traceId}`, title: 'All requests of this trace' }, traceId)],
    ...(repeats === undefined
      ? []
      : [['Replay of', h('a', { href: `#/requests/${repeats}` }, `the request ${repeats}`)]]),
  ]
  return h(
    'dl',
    { class: 'facts' },
    rows.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  )
}

/** Headers and body of one side. */
export function message({ headers, cookies = [], body }) {
  const entries = [...Object.entries(headers), ...cookies.map((cookie) => ['set-cookie', cookie])]
  return [
    h(
      'details',
      { class: 'headers' },
      h('summary', {}, `${entries.length} headers`),
      h(
        'dl',
        { class: 'facts' },
        entries.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
      ),
    ),
    body === undefined ? h('p', { class: 'hint' }, 'No body.') : showBody(body),
  ]
}

function showBody({ kind, text, bytes: size, isWhole }) {
  if (kind === 'binary') return h('p', { class: 'hint' }, `${bytes(size)} that are no text.`)
  const note = isWhole ? bytes(size) : `${bytes(size)}; secrets and what is too long are left out`
  return h('figure', { class: 'body' }, h('pre', { tabindex: '0' }, text), h('figcaption', {}, note))
}

function explain({ code, title, detail, meaning, client, operator }) {
  const named = /^\d+$/.test(code) ? undefined : h('a', { href: `../docs/problems/${code}` }, code)
  return h(
    'section',
    { class: 'problem' },
    h('h3', {}, title, ' ', named),
    detail !== '' && h('p', { class: 'detail' }, detail),
    meaning !== undefined && h('p', {}, ticked(meaning)),
    client !== undefined && h('p', {}, h('b', {}, 'If you call it: '), ticked(client)),
    operator !== undefined && h('p', {}, h('b', {}, 'If you run it: '), ticked(operator)),
  )
}

/** Text with `code` between backticks. */
export const ticked = (text) => text.split('`').map((piece, at) => (at % 2 === 1 ? h('code', {}, piece) : piece))

const logOf = ({ lines }) =>
  h(
    'div',
    { class: 'log' },
    lines.map((line) => makeLogLine(line)),
  )
