import type { Bench, BenchOptions, Findings, Table } from '../bench.ts'
import { bodies, greet } from '../calls.ts'
import { fixed, target, whole } from '../format.ts'
import { type LoadCall, type OpenLoadResult, sendOpenLoad } from '../open-load.ts'
import { sayProgress } from '../progress.ts'
import { quantile } from '../quantile.ts'
import { type MemorySample, type RunningCluster, startCluster } from '../soak/running-cluster.ts'
import { slope } from '../soak/slope.ts'
import { median } from '../statistics.ts'
import { buildServer } from '../subject.ts'

const workers = 2
/** Services without data: a store of their own is what two workers may not have, and an emulator of DynamoDB would be what is measured. */
const services = 'hello,addition'
const restartEveryMs = 30_000
const sampleEveryMs = 2_000
/** Before that it is not measured: buffers and compiled code come into being. */
const settlingSeconds = 60
/** A line through fewer points says nothing. */
const leastPoints = 4
const capacitySeconds = 10
/** What memory may grow by in ten minutes: more than a sample differs from the next. */
const mostGrowth = 0.05

const calls: LoadCall[] = [greet, ...bodies]
const load = { calls, connections: 64, freshEvery: 50 }

interface Soaked {
  capacity: number
  rate: number
  result: OpenLoadResult
  restarts: number[]
  memory: MemorySample[]
  complaints: readonly string[]
  exitCode: number | null
}

async function soakFor(cluster: RunningCluster, minutes: number): Promise<Omit<Soaked, 'exitCode'>> {
  const { port, complaints } = cluster
  sayProgress('soak: what two workers can do')
  await sendOpenLoad({ ...load, port, seconds: 3 })
  const most = await sendOpenLoad({ ...load, port, seconds: capacitySeconds })
  const capacity = most.times.length / most.seconds
  const rate = Math.round(capacity / 2)

  const startedAt = performance.now()
  const memory: MemorySample[] = []
  const restarts: number[] = []
  const seconds = (): number => (performance.now() - startedAt) / 1_000
  let restarting: Promise<void> | undefined
  const sampler = setInterval(() => {
    if (restarting === undefined) memory.push({ seconds: seconds(), restarts: restarts.length, ...cluster.memory() })
    const left = fixed(minutes - seconds() / 60, 1)
    sayProgress(`soak: ${left} minutes left, ${whole(rate)} requests/s, ${restarts.length} restarts`)
  }, sampleEveryMs)
  const restarter = setInterval(() => {
    restarting ??= cluster.restart().then((ms) => {
      restarts.push(ms)
      restarting = undefined
    })
  }, restartEveryMs)
  const result = await sendOpenLoad({ ...load, port, seconds: minutes * 60, rate })
  clearInterval(sampler)
  clearInterval(restarter)
  await restarting
  return { capacity, rate, result, restarts, memory, complaints }
}

/**
 * By which share a figure grows in ten minutes: of the median between two restarts each, since workers are young after
 * one and older before the next. Undefined where there were too few.
 */
function growth(memory: readonly MemorySample[], pick: (sample: MemorySample) => number): number | undefined {
  const settled = memory.filter(({ seconds }) => seconds > settlingSeconds)
  const points = [...Map.groupBy(settled, ({ restarts }) => restarts).values()].map((samples) => ({
    x: median(samples.map(({ seconds }) => seconds)),
    y: median(samples.map(pick)),
  }))
  return points.length < leastPoints ? undefined : (slope(points) * 600) / median(points.map(({ y }) => y))
}

const percentOf = (share: number | undefined): string =>
  share === undefined ? 'too short to say' : `${share < 0 ? '−' : '+'}${fixed(Math.abs(share) * 100, 1)} %`

function toTable(minutes: number, soaked: Soaked): { table: Table; isGood: boolean } {
  const { capacity, rate, result, restarts, memory, complaints, exitCode } = soaked
  const failed = [...result.failures.values()].reduce((sum, count) => sum + count, 0)
  const ofPrimary = growth(memory, ({ primaryMb }) => primaryMb)
  const ofAll = growth(memory, ({ primaryMb, workersMb }) => primaryMb + workersMb)
  const figures = (pick: (sample: MemorySample) => number): string => {
    const values = memory.map(pick)
    return `${fixed(values[0] ?? Number.NaN, 0)} → ${fixed(values.at(-1) ?? Number.NaN, 0)} (${fixed(Math.min(...values), 0)} to ${fixed(Math.max(...values), 0)})`
  }
  const isFlat = Math.max(ofPrimary ?? 0, ofAll ?? 0) <= mostGrowth
  const isGood = failed === 0 && isFlat && exitCode === 0 && restarts.length > 0
  const rows = [
    ['capacity, requests/s', whole(capacity)],
    ['sent, requests/s', whole(rate)],
    ['answered with 200', whole(result.times.length)],
    ['failed', whole(failed)],
    [
      'restarts of both workers',
      `${restarts.length}, ${whole(median(restarts))} ms each (at most ${whole(Math.max(...restarts))})`,
    ],
    ['p50, p99, most, ms', [0.5, 0.99, 1].map((share) => fixed(quantile(result.times, share), 1)).join(', ')],
    ['memory of the primary, MB', figures(({ primaryMb }) => primaryMb)],
    ['memory of all three, MB', figures(({ primaryMb, workersMb }) => primaryMb + workersMb)],
    ['grows in ten minutes by', `${percentOf(ofPrimary)} (primary), ${percentOf(ofAll)} (all three)`],
  ]
  const why = [...result.failures].map(([reason, count]) => `${count} × ${reason}`).join(', ')
  const notes = [
    target(failed === 0, `no request fails${why === '' ? '' : ` (${why})`}.`),
    ...(ofAll === undefined ? [] : [target(isFlat, `memory grows by at most ${mostGrowth * 100} % in ten minutes.`)]),
    target(exitCode === 0, `SIGTERM at the end: exit code ${exitCode}.`),
    `Two workers of ${services}, a SIGHUP every ${restartEveryMs / 1_000} s. Requests are sent at a constant rate (open model) over ${load.connections} connections that are kept, one in ${load.freshEvery} over one of its own; every body is compared. Times count from when a request was due. The generator shares the machine's cores with what it measures, in both phases alike.`,
    'Memory is the proportional set size (PSS), read every two seconds while no restart is going on; it grows by what a straight line through the medians between two restarts says, the first minute left out.',
    ...(complaints.length > 0 ? [`The log complained ${complaints.length} times, first: ${complaints[0]}`] : []),
  ]
  const title = `${minutes} minutes at half of capacity, a restart every ${restartEveryMs / 1_000} s`
  return { table: { title, head: ['what', ''], rows, notes }, isGood }
}

async function run({ subject, minutes }: BenchOptions): Promise<Findings> {
  const cluster = await startCluster(subject, workers, services)
  const soaked = { ...(await soakFor(cluster, minutes)), exitCode: await cluster.stop() }
  const { table, isGood } = toTable(minutes, soaked)
  if (!isGood) process.exitCode = 1
  const { result, ...rest } = soaked
  return { tables: [table], samples: { ...rest, failures: [...result.failures] } }
}

export const soak: Bench = {
  summary: 'minutes at half of capacity with a restart every 30 s: failed requests and memory (only when named)',
  onlyWhenNamed: true,
  prepare: async ({ subject }) => buildServer(subject),
  run,
  comparables: async () => [],
}
