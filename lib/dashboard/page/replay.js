// Sends a request again, and shows both answers side by side. The host has the secrets; this page only says which request.

import { diffLines } from './diff.js'
import { h } from './dom.js'
import { ask } from './feed.js'
import { duration, statusClass } from './format.js'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
/** Another each time. */
const alwaysNew = /^(?:date|x-request-id|traceparent|ratelimit.*)$/

/** @param onOpen gets the number of the repeated request, where one wants to see it */
export function createReplay(request, onOpen) {
  const { method, target, request: sent } = request
  const hasKey = sent.headers['idempotency-key'] !== undefined
  const editable = sent.body?.isWhole === true && sent.body.kind !== 'binary'
  const path = h('input', { type: 'text', value: target, spellcheck: 'false', 'aria-label': 'Path and query' })
  const body = h('textarea', { rows: '8', spellcheck: 'false', 'aria-label': 'Body' })
  if (editable) body.value = sent.body.text
  const key = h('select', { 'aria-label': 'Idempotency-Key' }, [
    h('option', { value: 'keep' }, 'Keep the Idempotency-Key: it is the same request'),
    h('option', { value: 'renew' }, 'A new Idempotency-Key: it is another request'),
  ])
  const result = h('div', { class: 'result', role: 'status' })
  const send = h('button', { type: 'submit', class: 'primary' }, `Send ${method} again`)
  const form = h(
    'form',
    { class: 'again', on: { submit } },
    path,
    editable && body,
    sent.body !== undefined &&
      !editable &&
      h('p', { class: 'hint' }, 'The body is sent as it was: not all of it may be shown, so it cannot be edited.'),
    hasKey && key,
    h('p', { class: 'actions' }, send, h('button', { type: 'button', on: { click: close } }, 'Close')),
  )
  const element = h('section', { class: 'part replay', hidden: true }, h('h3', {}, 'Replay'), form, result)

  function open() {
    element.hidden = false
    send.focus()
  }

  function close() {
    element.hidden = true
  }

  async function submit(event) {
    event.preventDefault()
    if (!safe.has(method) && !(await confirm(method, path.value, hasKey && key.value === 'keep'))) return
    send.disabled = true
    result.replaceChildren(h('p', { class: 'hint' }, 'Sending …'))
    try {
      result.replaceChildren(compare(request, await repeat(), onOpen))
      result.scrollIntoView({ block: 'nearest' })
    } catch (error) {
      result.replaceChildren(h('p', { class: 'failure' }, error.message))
    }
    send.disabled = false
  }

  function repeat() {
    const wish = {
      key: key.value,
      ...(path.value === target ? {} : { target: path.value }),
      ...(!editable || body.value === sent.body.text ? {} : { body: body.value }),
    }
    const headers = { 'content-type': 'application/json', 'x-dashboard': '1' }
    return ask(`requests/${request.seq}/replay`, { method: 'POST', headers, body: JSON.stringify(wish) })
  }

  return { element, open }
}

/** Asks before something that may change data. */
function confirm(method, target, isKept) {
  return new Promise((resolve) => {
    const dialog = h(
      'dialog',
      { class: 'confirm', 'aria-labelledby': 'confirm-title' },
      h('h2', { id: 'confirm-title' }, `Send ${method} again?`),
      h('p', {}, h('code', {}, target)),
      h(
        'p',
        {},
        isKept ? 'With the same Idempotency-Key it should change nothing more.' : 'It may change data once more.',
      ),
      h(
        'form',
        { method: 'dialog', class: 'actions' },
        h('button', { value: 'yes', class: 'primary' }, 'Send'),
        h('button', { value: '' }, 'Do not'),
      ),
    )
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(dialog.returnValue === 'yes')
    })
    document.body.append(dialog)
    dialog.showModal()
  })
}

function compare(before, after, onOpen) {
  const side = (title, { status, ms }) =>
    h(
      'div',
      {},
      h('h4', {}, title),
      h(
        'p',
        { class: 'sum' },
        h('span', { class: `status ${statusClass(status)}` }, String(status)),
        ` in ${duration(ms)}`,
      ),
    )
  const lines = diffLines(textOf(before), textOf(after))
  const changed = lines?.some(({ sign }) => sign !== ' ')
  return h(
    'div',
    {},
    h('div', { class: 'sides' }, side('Before', before), side('After', after)),
    h(
      'p',
      { class: 'verdict' },
      lines === undefined
        ? 'The answers are too long to be compared.'
        : changed
          ? 'The answers differ.'
          : 'The answers are the same.',
    ),
    lines !== undefined && drawDiff(lines),
    h(
      'p',
      { class: 'actions' },
      h('button', { type: 'button', on: { click: () => onOpen(after.seq) } }, 'Open the new request'),
    ),
  )
}

/** The answer as one text: status, body, headers. */
function textOf({ status, answer: { headers, body } }) {
  const kept = Object.entries(headers).filter(([name]) => !alwaysNew.test(name))
  const lines = kept.map(([name, value]) => `${name}: ${value}`).sort()
  return [String(status), ...(body?.text.split('\n') ?? []), '', ...lines].join('\n')
}

/** Of what both have, so much is shown around what differs. */
const around = 2

/** Two columns: what was, what is. A line that both have stands in both; a long stretch of them is only counted. */
function drawDiff(lines) {
  const rows = []
  for (let at = 0; at < lines.length; ) {
    const end = lines.findIndex(({ sign }, i) => i >= at && (sign === ' ') !== (lines[at].sign === ' '))
    const block = lines.slice(at, end < 0 ? undefined : end)
    if (block[0].sign === ' ') rows.push(...equalRows(block, rows.length === 0, end < 0))
    else {
      const [gone, added] = ['-', '+'].map((wanted) => block.filter(({ sign }) => sign === wanted))
      for (let i = 0; i < Math.max(gone.length, added.length); i++) rows.push([gone[i], added[i]])
    }
    at += block.length
  }
  const cell = (line) =>
    line === undefined
      ? h('td')
      : h(
          'td',
          { class: line.sign === '-' ? 'gone' : line.sign === '+' ? 'new' : undefined },
          h('span', { class: 'sign' }, line.sign),
          line.text,
        )
  return h(
    'table',
    { class: 'diff' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Before'), h('th', { scope: 'col' }, 'After'))),
    h(
      'tbody',
      {},
      rows.map((row) =>
        typeof row === 'string'
          ? h('tr', {}, h('td', { colspan: 2, class: 'equal' }, row))
          : h('tr', {}, row.map(cell)),
      ),
    ),
  )
}

function equalRows(block, isFirst, isLast) {
  const both = (lines) => lines.map((line) => [line, line])
  const [before, after] = [isFirst ? 0 : around, isLast ? 0 : around]
  const many = block.length - before - after
  if (many < 4) return both(block)
  return [...both(block.slice(0, before)), `${many} equal lines`, ...both(block.slice(block.length - after))]
}
