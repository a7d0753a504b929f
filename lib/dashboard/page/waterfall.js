// The spans of a trace over time: a bar each, below the one that it belongs to.

import { h } from './dom.js'
import { duration } from './format.js'

const words = { server: 'answers', client: 'calls', store: 'store' }

export function drawWaterfall(spans, seq) {
  if (spans.length === 0) return h('p', { class: 'hint' }, 'Nothing is known of its trace any more.')
  const whole = Math.max(...spans.map(({ start, ms }) => start + ms), 0.001)
  const rows = spans.map((span) => drawSpan(span, whole, seq))
  const elsewhere = spans.some((span, at) => span.kind === 'client' && !(spans[at + 1]?.depth > span.depth))
  return [
    h('ol', { class: 'waterfall', 'aria-label': `Trace of ${duration(whole)}` }, rows),
    h(
      'p',
      { class: 'axis', 'aria-hidden': 'true' },
      h('span', {}, '0'),
      h('span', {}, duration(whole / 2)),
      h('span', {}, duration(whole)),
    ),
    elsewhere && h('p', { class: 'hint' }, 'What a call has caused in another process is not known here.'),
  ]
}

function drawSpan({ kind, name, service, depth, start, ms, outcome, failed, seq: own }, whole, current) {
  const label = kind === 'server' && own !== current ? h('a', { href: `#/requests/${own}` }, name) : name
  const said = `${kind === 'server' ? service : words[kind]} ${name}: ${outcome}, ${duration(ms)}, from ${duration(start)}`
  return h(
    'li',
    { class: `span ${kind}${failed ? ' failed' : ''}`, title: said, style: { '--depth': String(Math.min(depth, 8)) } },
    h('span', { class: 'name' }, h('b', {}, kind === 'server' ? service : words[kind]), ' ', label),
    h('span', { class: 'track', 'aria-hidden': 'true' }, bar(start / whole, ms / whole)),
    h('span', { class: 'outcome' }, outcome),
    h('span', { class: 'ms' }, duration(ms)),
  )
}

const bar = (from, share) =>
  h('span', {
    class: 'bar-of',
    style: { left: `${(from * 100).toFixed(2)}%`, width: `max(3px, ${(share * 100).toFixed(2)}%)` },
  })
