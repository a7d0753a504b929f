import type { Logger } from 'pino'
import type { TraceContext } from '../observe/trace-context.ts'
import type { EndpointContext, EndpointEvent } from './exchange.ts'
import type { Operation, OperationTypes } from './operation.ts'
import type { Reply } from './reply.ts'

/** What a handler of `Types` gets: the parts of the request as its contract describes them. */
export interface HandlerRequest<Types extends OperationTypes> {
  readonly path: Types['path']
  readonly query: Types['query']
  /** The headers that the contract declares, by their names in lower case; all of them are in `event.headers`. */
  readonly headers: Types['headers']
  readonly cookies: Types['cookies']
  readonly body: Types['body']
  /** The media type that the client prefers, where the contract offers several. */
  readonly accepted: string | undefined
  /** Who calls. Undefined where the contract asks for no token, or only offers to take one and none came. */
  readonly caller: Types['caller']
  /** The key of `Idempotency-Key`, without its quotes: what names are derived from that a repeat must find again. */
  readonly idempotencyKey: string | undefined
  readonly requestId: string
  readonly log: Logger
  readonly trace: TraceContext
  /** Aborted when the handler has run out of time. */
  readonly signal: AbortSignal
  /** When this call has to be answered, in ms since 1970: the operation's time, or what its caller has left. */
  readonly deadline: number
  readonly event: EndpointEvent
  readonly context: EndpointContext
}

type Statuses<Types extends OperationTypes> = keyof Types['responses'] & number

type Replies<Types extends OperationTypes> = {
  [Status in Statuses<Types>]: Reply<Status, Types['responses'][Status]['body']>
}[Statuses<Types>]

type SuccessBody<Types extends OperationTypes> = Types['responses'][Types['success']]['body']

type NoContent<Types extends OperationTypes> = 204 extends Statuses<Types> ? undefined : never

/** What a handler may return: the body of the first 2xx response, or a reply that the contract lists. */
export type HandlerResult<Types extends OperationTypes> = SuccessBody<Types> | NoContent<Types> | Replies<Types>

/** Properties of `Given` that `Wanted` does not have, at any depth; `never` where there are none. */
type Excess<Given, Wanted> = Given extends string | number | boolean | null | undefined | Uint8Array
  ? never
  : Given extends readonly (infer Item)[]
    ? Excess<Item, Extract<Wanted, readonly unknown[]>[number]>
    : Given extends object
      ? Wanted extends object
        ? string extends keyof Wanted
          ? never
          : {
              [Key in keyof Given]-?: Key extends keyof Wanted ? Excess<Given[Key], NonNullable<Wanted[Key]>> : Key
            }[keyof Given]
        : never
      : never

type BodyOf<Result> = Result extends Reply<number, infer Body> ? Body : Result

type WantedBody<Types extends OperationTypes, Result> =
  Result extends Reply<infer Status, unknown>
    ? Status extends Statuses<Types>
      ? Types['responses'][Status]['body']
      : never
    : SuccessBody<Types>

/** Never a plain type in user code: makes a property that the contract does not have an error that names it. */
type ExcessOf<Types extends OperationTypes, Result> = Result extends unknown
  ? IsOneOf<BodyOf<Result>, WantedBody<Types, Result>>
  : never

/** An object that fits one member of a union exactly has no excess. */
type IsOneOf<Given, Wanted> = true extends (
  Wanted extends unknown
    ? [Excess<Given, Wanted>] extends [never]
      ? true
      : never
    : never
)
  ? never
  : Excess<Given, Wanted>

export type Exactly<Types extends OperationTypes, Result> = [ExcessOf<Types, Result>] extends [never]
  ? unknown
  : { 'the contract has no property': ExcessOf<Types, Result> }

/** A handler: what the user writes. It may answer at once or with a promise; at once is faster. */
export type Handler<Types extends OperationTypes, Result extends HandlerResult<Types> = HandlerResult<Types>> = (
  request: HandlerRequest<Types>,
) => Result | Promise<Result>

export type TypesOf<Described> = Described extends Operation<infer Types> ? Types : never
