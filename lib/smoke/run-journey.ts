import type { CallTypes, OperationDescriptor, ServiceDescriptor } from '../client/descriptor.ts'
import type { RequestParts } from '../client/write-parts.ts'
import { writeRequest } from '../client/write-request.ts'
import type { Operation } from '../endpoint/operation.ts'
import type { Answer } from './answer.ts'
import { checkContract, describeKind } from './check-answer.ts'
import type { Journey, JourneyContext, SmokeCallOptions, SmokeClient } from './journey.ts'
import { Ended, type Recorder, Skipped } from './recorder.ts'
import type { TokenSource } from './tokens.ts'
import type { Sent, Wire } from './wire.ts'

/** What a journey runs on. */
export interface JourneyGround {
  wire: Wire
  /** Nobody can call this one off: for cleaning up. */
  cleaningWire: Wire
  tokensOver: (wire: Wire) => TokenSource
  findOperation: (service: string, id: string) => Operation | undefined
  /** Is told of each operation that is called. */
  exercised: (service: string, id: string) => void
}

/** Runs a journey, then what cleans up after it, whatever has happened. */
export async function runJourney(journey: Journey, ground: JourneyGround, recorder: Recorder): Promise<void> {
  let wire = ground.wire
  const cleanUps: { name: string; run: () => Promise<void> }[] = []
  const tokens = (): TokenSource => ground.tokensOver(wire)

  const call = async (
    service: string,
    id: string,
    descriptor: OperationDescriptor,
    parts: RequestParts,
    options: SmokeCallOptions = {},
  ): Promise<Answer> => {
    const operation = ground.findOperation(service, id)
    if (operation === undefined) throw new Error(`the contract of ${service} has no operation ${id}`)
    const { method, scopes } = descriptor
    if (!journey.writes && method !== 'GET' && options.changesNothing !== true)
      throw new Error(`${id} is a ${method}: the journey has to say \`writes: true\`, or the call \`changesNothing\``)
    ground.exercised(service, id)
    const written = writeRequest(descriptor, parts)
    const token = scopes === undefined ? undefined : await tokens().get(scopes.join(' '))
    const sent: Sent = {
      method,
      target: written.target,
      headers: {
        ...written.headers,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...options.headers,
      },
      body: written.body,
    }
    const answer = await wire.send(sent)
    if (answer.status >= 500) throw new Error(`${id} answered ${describeKind(answer)}`)
    checkContract(operation, answer)
    return answer
  }

  const context: JourneyContext = {
    use<Operations extends Record<keyof Operations, CallTypes>>({
      service,
      operations,
    }: ServiceDescriptor<Operations>): SmokeClient<Operations> {
      const calls = Object.entries<OperationDescriptor>(operations).map(([id, operation]) => [
        id,
        (parts: RequestParts, options?: SmokeCallOptions) => call(service, id, operation, parts, options),
      ])
      return Object.fromEntries(calls) as SmokeClient<Operations>
    },
    step: (name, run) => recorder.step(name, run),
    cleanUp: (name, run) => void cleanUps.unshift({ name, run }),
    get: (target, headers = {}) => wire.send({ method: 'GET', target, headers }),
    token: (scopes) => tokens().get(scopes),
    credentials: () => tokens().credentials(),
    skip: (reason) => {
      throw new Skipped(reason)
    },
  }

  await runToItsEnd(() => journey.run(context), recorder)
  wire = ground.cleaningWire
  for (const { name, run } of cleanUps) await recorder.check(name, run)
}

/** What a journey throws between its steps is a step of its own. */
async function runToItsEnd(run: () => Promise<void>, recorder: Recorder): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Ended) return
    await recorder.check('goes on', () => Promise.reject(error))
  }
}
