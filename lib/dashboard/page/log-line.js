// One line of the log.

import { h } from './dom.js'
import { exactTimeOf } from './format.js'

/** What is shown elsewhere than among the fields. */
const known = new Set([
  'level',
  'time',
  'service',
  'operation',
  'version',
  'msg',
  'requestId',
  'traceId',
  'spanId',
  'parentId',
  'caller',
])

/** Reads a line; what is no JSON is a message. */
export function readLine(line) {
  try {
    return Object(JSON.parse(line))
  } catch {
    return { level: 'info', msg: line }
  }
}

export function makeLogLine(
  line,
  { level = 'info', time, service = '', msg = '', requestId, traceId, ...rest } = readLine(line),
) {
  const at = Date.parse(time)
  const fields = Object.entries(rest).filter(([name]) => !known.has(name) && !(name === 'method' || name === 'path'))
  const link = (path, text, title) => h('a', { href: path, title }, text)
  return h(
    'details',
    { class: `line ${level}` },
    h(
      'summary',
      { 'data-row': true },
      h('time', {}, Number.isNaN(at) ? '' : exactTimeOf(at)),
      h('span', { class: 'level' }, String(level)),
      h('span', { class: 'service' }, String(service)),
      h('span', { class: 'msg' }, String(msg)),
      h('span', { class: 'fields' }, fields.map(([name, value]) => `${name}=${briefly(value)}`).join(' ')),
    ),
    h('p', { class: 'ids' }, [
      requestId !== undefined && link(`#/requests?text=${encodeURIComponent(requestId)}`, 'Its request', requestId),
      traceId !== undefined && link(`#/logs?text=${encodeURIComponent(traceId)}`, 'All lines of its trace', traceId),
    ]),
    h('pre', { tabindex: '0' }, JSON.stringify(readLine(line), null, 2).replaceAll('\\n', '\n')),
  )
}

const briefly = (value) => {
  const text = typeof value === 'object' ? (value?.message ?? JSON.stringify(value)) : String(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
