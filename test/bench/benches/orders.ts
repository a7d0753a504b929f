import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { measureCell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, target } from '../format.ts'
import { callWith, copyWithoutToken, openCall, seedOrder, signTokens } from '../orders/order.ts'
import { type Contestant, cpuRatios, measureRounds, speedRatios, toTable } from '../rounds.ts'
import { kit, type ServerSpec } from '../server-process.ts'
import { median } from '../statistics.ts'
import type { Subject } from '../subject.ts'

const withToken = 'a token'
const without = 'no token asked for'
const goal = 0.8

/** So many clients call in turn. */
const fewTokens = 64
/** Twice as many as a process remembers: none of them is known when it comes again. */
const manyTokens = 2_000

const ordersHost = (subject: Subject, name: string): ServerSpec =>
  kit(subject, 'production', { name, env: { ENV: 'production', ...seedOrder(subject) } })

async function run(options: BenchOptions): Promise<Findings> {
  if (options.generator.name === 'autocannon') await prepareServers()
  const { subject, generator } = options
  const open = copyWithoutToken(subject)
  const [token = '', ...others] = await signTokens(manyTokens)
  const contestants: Contestant[] = [
    { spec: ordersHost(subject, withToken), withPolicy: true, call: callWith(token) },
    ...(generator.takesTurns
      ? [
          {
            spec: ordersHost(subject, `${fewTokens} tokens in turn`),
            withPolicy: true,
            call: callWith(token, ...others.slice(0, fewTokens - 1)),
          },
          {
            spec: ordersHost(subject, 'every token new'),
            withPolicy: true,
            call: callWith(token, ...others),
          },
        ]
      : []),
    { spec: ordersHost(open, without), withPolicy: true },
    {
      spec: ordersHost(open, 'no token asked for, one sent'),
      withPolicy: true,
      call: { ...callWith(token), broken: openCall.broken },
    },
  ]
  const cells = await measureRounds(contestants, openCall, options)
  const [own = [], references = []] = [withToken, without].map((name) => cells.get(name))
  const speed = median(speedRatios(own, references))
  const cpu = median(cpuRatios(own, references))
  const notes = [
    target(
      Math.min(speed, cpu) >= goal,
      `with a token at least ${goal} × of the same without (${fixed(speed, 2)} ×, ${fixed(cpu, 2)} × by CPU).`,
    ),
    'The same service on sql.js with one order; “no token asked for” is a copy of the project whose contract has no `security` there and whose handler knows the buyer. Tokens are JWTs signed with ES256; the public key is pinned.',
    ...(generator.takesTurns
      ? [`“Every token new”: ${manyTokens} tokens in turn, twice as many as a process remembers; each is verified.`]
      : []),
  ]
  return { tables: [toTable(openCall.name, cells, without, notes)], samples: [...cells.values()].flat() }
}

export const orders: Bench = {
  summary: 'GET /orders/{orderId} with a token, known or new, and the same service without',
  run,
  async comparables(options): Promise<Comparable[]> {
    if (options.generator.name === 'autocannon') await prepareServers()
    const [token = ''] = await signTokens(1)
    return [
      {
        name: `${openCall.name}, with a token`,
        better: 'low',
        format: (cpuUs) => `${fixed(cpuUs, 1)} µs CPU`,
        measure: async (subject) =>
          (await measureCell(ordersHost(subject, withToken), callWith(token), options, false)).cpuUs,
      },
    ]
  },
}
