import type { BenchOptions, Comparable } from './bench.ts'
import type { Call } from './calls.ts'
import { measureCell } from './cell.ts'
import { prepareServers } from './competitors.ts'
import { fixed } from './format.ts'
import { kit } from './server-process.ts'

/** The process host under each call, by the CPU time of a request: the steadiest of its figures. */
export async function kitComparables(calls: readonly Call[], options: BenchOptions): Promise<Comparable[]> {
  if (options.generator.name === 'autocannon') await prepareServers()
  return calls.map((call) => ({
    name: call.name,
    better: 'low',
    format: (cpuUs) => `${fixed(cpuUs, 1)} µs CPU`,
    measure: async (subject) => (await measureCell(kit(subject, 'production'), call, options, false)).cpuUs,
  }))
}
