import type { Operation } from '../endpoint/operation.ts'
import type { Exchange } from './answer.ts'
import { inOrder } from './in-order.ts'
import type { Journey } from './journey.ts'
import type { LocalContract } from './local-contract.ts'
import { createRecorder, Ended, type Recorder } from './recorder.ts'
import type { JourneyResult, RunResult } from './result.ts'
import { runJourney } from './run-journey.ts'
import { tryService } from './service-journey.ts'
import { createTokens, type TokenOptions } from './tokens.ts'
import { listUncalled } from './uncalled-operations.ts'
import { createWire } from './wire.ts'

/** What is run, and against what. */
export interface SmokeSetup extends TokenOptions {
  /** The services that are tried; journeys that call others are skipped. */
  contracts: readonly LocalContract[]
  journeys: readonly Journey[]
  /** Whether journeys that change data are run. */
  write: boolean
  /** Whether warnings are failures. */
  strict: boolean
  /** For each request. */
  timeoutMs: number
  /** How many journeys go on at the same time. */
  concurrency: number
  /** Says which of them are run, by their names. */
  selects?: (name: string) => boolean
}

export interface SmokeListener {
  /** A journey has ended; they come as they are listed, whichever was faster. */
  ended?: (result: JourneyResult) => void
  progress?: (done: number, all: number) => void
}

/** What the contract of a service is called among the journeys. */
export const contractName = (service: string): string => `the contract of ${service}`

/**
 * Runs the contracts and the journeys against a deployment, once. What goes wrong there is in the result; only what is
 * wrong here throws.
 *
 * @param signal calls the run off: what has not ended fails, and journeys clean up
 */
export async function runSmoke(
  setup: SmokeSetup,
  listener: SmokeListener = {},
  signal?: AbortSignal,
): Promise<RunResult> {
  const { base, contracts, timeoutMs, selects = () => true } = setup
  const startedAt = new Date()
  const began = performance.now()
  const versions = new Set<string>()
  const journeys: JourneyResult[] = []
  const take = (result: JourneyResult): void => {
    journeys.push(result)
    listener.ended?.(result)
  }

  const first = await reach(setup, signal)
  const reached = first.steps.every(({ status }) => status !== 'failed')
  take(first)
  if (reached) {
    const called = new Set<string>()
    const tokensOver = createTokens(setup)
    const findOperation = (service: string, id: string): Operation | undefined =>
      contracts.find((contract) => contract.service === service)?.operations.get(id)

    const planned = [
      ...contracts.map((contract) => ({
        name: contractName(contract.service),
        run: () => {
          const wire = createWire({ base, timeoutMs, signal })
          const ground = {
            wire,
            contract,
            tokens: tokensOver(wire),
            mayWrite: setup.write,
            exercised: (id: string) => void called.add(`${contract.service} ${id}`),
            seen: (release: string) => void versions.add(release),
          }
          return record(contractName(contract.service), wire.last, setup, (recorder) => tryService(ground, recorder))
        },
      })),
      ...setup.journeys.map((journey) => ({
        name: journey.name,
        run: () => {
          const wire = createWire({ base, timeoutMs, signal })
          const cleaningWire = createWire({ base, timeoutMs })
          const last = () => cleaningWire.last() ?? wire.last()
          const exercised = (service: string, id: string): void => void called.add(`${service} ${id}`)
          const ground = { wire, cleaningWire, tokensOver, findOperation, exercised }
          const reason = reasonToSkip(journey, setup)
          return record(journey.name, last, setup, async (recorder) =>
            reason === undefined ? runJourney(journey, ground, recorder) : recorder.skip('the whole journey', reason),
          )
        },
      })),
    ].filter(({ name }) => selects(name))
    const progress = (done: number): void => listener.progress?.(done, planned.length)
    await inOrder(
      planned.map(({ run }) => run),
      setup.concurrency,
      { take, progress, signal },
    )
    const uncalled = listUncalled(
      contracts.filter(({ service }) => selects(contractName(service))),
      called,
    )
    if (uncalled.steps.length > 0) take(uncalled)
  }
  return { url: base, startedAt, ms: performance.now() - began, reached, versions: [...versions], journeys }
}

/** Whether anything answers at all; whatever it says. */
async function reach(setup: SmokeSetup, signal: AbortSignal | undefined): Promise<JourneyResult> {
  const { base, contracts, credentials, timeoutMs } = setup
  const wire = createWire({ base, timeoutMs, signal })
  return record('the deployment', wire.last, setup, async (recorder) => {
    await recorder.check('answers', async ({ note, warn }) => {
      note(base)
      await wire.send({ method: 'GET', target: `/${contracts[0]?.service ?? ''}/-/health` })
      const { protocol, hostname } = new URL(base)
      const local = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
      if (credentials !== undefined && protocol === 'http:' && !local)
        warn('tokens and the secret of the client go there unencrypted')
    })
  })
}

async function record(
  name: string,
  lastExchange: () => Exchange | undefined,
  { strict }: SmokeSetup,
  run: (recorder: Recorder) => Promise<void>,
): Promise<JourneyResult> {
  const startedAt = performance.now()
  const recorder = createRecorder(lastExchange, strict)
  await run(recorder).catch((error: unknown) => {
    if (!(error instanceof Ended)) throw error
  })
  return { name, steps: recorder.steps, ms: performance.now() - startedAt }
}

function reasonToSkip({ services, writes }: Journey, { contracts, write }: SmokeSetup): string | undefined {
  const left = services.filter((name) => !contracts.some(({ service }) => service === name))
  if (left.length > 0) return `it calls ${left.join(', ')}, which --service leaves out`
  return writes && !write ? 'it writes: --write runs it' : undefined
}
