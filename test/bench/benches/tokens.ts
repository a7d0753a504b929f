import type { Bench, BenchOptions, Comparable, Findings } from '../bench.ts'
import { measureCell } from '../cell.ts'
import { prepareServers } from '../competitors.ts'
import { fixed, target } from '../format.ts'
import { type Contestant, cpuRatios, measureRounds, speedRatios, toTable } from '../rounds.ts'
import { competitor, kit, type ServerSpec } from '../server-process.ts'
import { median } from '../statistics.ts'
import { hostVariables, type Subject } from '../subject.ts'
import { authVariables, setup, tokenCall } from '../tokens/token-call.ts'

const rival = 'oidc-provider 9'

const authHost = (subject: Subject): ServerSpec => {
  const { AUTH_JWKS: _, ...variables } = hostVariables
  return kit(subject, 'production', {
    env: { ENV: 'production', ...variables, SERVICES: 'auth', ...authVariables },
  })
}

async function run(options: BenchOptions): Promise<Findings> {
  await prepareServers()
  const { subject } = options
  const contestants: Contestant[] = [
    { spec: authHost(subject), withPolicy: true },
    {
      spec: { ...competitor('oidc-provider', subject), name: rival, env: { SETUP: JSON.stringify(setup) } },
      withPolicy: false,
    },
  ]
  const cells = await measureRounds(contestants, tokenCall, options)
  const [own = [], references = []] = contestants.map(({ spec }) => cells.get(spec.name))
  const speed = median(speedRatios(own, references))
  const cpu = median(cpuRatios(own, references))
  const notes = [
    target(
      Math.min(speed, cpu) >= 1,
      `as many tokens per second as ${rival} (${fixed(speed, 2)} ×, ${fixed(cpu, 2)} × by CPU).`,
    ),
    'Both check the secret of one client (client_secret_basic) and sign a JWT for one resource (RFC 9068, ES256, the same key, ten minutes). Neither keeps anything of it: clients and keys are configured, the kit’s store and oidc-provider’s adapter are in memory. The kit’s rate limit is off.',
    'Signing is done by threads of their own, so that more than one core can be busy.',
  ]
  return { tables: [toTable(tokenCall.name, cells, rival, notes)], samples: [...cells.values()].flat() }
}

export const tokens: Bench = {
  summary: 'POST /auth/token by client credentials: the process host, oidc-provider 9',
  run,
  async comparables(options): Promise<Comparable[]> {
    if (options.generator.name === 'autocannon') await prepareServers()
    return [
      {
        name: tokenCall.name,
        better: 'low',
        format: (cpuUs) => `${fixed(cpuUs, 1)} µs CPU`,
        measure: async (subject) => (await measureCell(authHost(subject), tokenCall, options, false)).cpuUs,
      },
    ]
  },
}
