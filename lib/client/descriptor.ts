import type { Method, Parameter } from '../endpoint/operation.ts'

/** How a body is written or read, by its media type. */
export type BodyKind = 'json' | 'text' | 'form' | 'binary'

/** What is sent of one parameter: its style and explode (OpenAPI 3.1, section 4.8.12). */
export type SentParameter = Pick<Parameter, 'name' | 'in' | 'style' | 'explode' | 'shape'>

/** One operation of another service, as a client needs to know it: no validators. */
export interface OperationDescriptor {
  readonly method: Method
  /** The path template: `/catalog/products/{productId}`. */
  readonly path: string
  readonly parameters: readonly SentParameter[]
  readonly body?: { readonly type: string; readonly kind: BodyKind }
  /** Status below 500 → the media types of its body; none where it has no body. */
  readonly responses: Readonly<Record<number, Readonly<Record<string, BodyKind>>>>
  /** The scopes that its token needs; missing where it needs no token. */
  readonly scopes?: readonly string[]
  /** The contract says `x-idempotent`: the same request again has no further effect, whatever its method. */
  readonly idempotent?: boolean
  /** Set where the contract has the header parameter `Idempotency-Key`. */
  readonly idempotencyKey?: 'required' | 'optional'
}

/** What the compiler knows of one operation: what is sent, and the body of each status below 500. */
export interface CallTypes {
  request: object
  responses: { [status: number]: unknown }
}

/**
 * A service as its callers see it, generated into `#clients/<service>`: see docs/decisions/0013-client-descriptors.md.
 */
export interface ServiceDescriptor<Operations extends Record<keyof Operations, CallTypes> = Record<string, CallTypes>> {
  readonly service: string
  readonly operations: Readonly<Record<keyof Operations & string, OperationDescriptor>>
  /** Only for the compiler: carries the types, never set. */
  readonly types?: Operations
}
