/**
 * What the declarations of every client package have in common. Its text is written into each of them as it stands, so it
 * has types only, needs no import, and compiles with or without the DOM's types.
 */

/** How a client is made. */
export interface ClientOptions {
  /** Where the service is, with the path prefix that it may have: `https://api.example.com`. */
  baseUrl: string
  /**
   * An access token, or a function that gets one. The function is called once for all calls, and again after a 401:
   * that call is then sent a second time.
   */
  token?: string | (() => string | Promise<string>) | undefined
  /** Used in place of the global `fetch`. */
  fetch?: Fetch | undefined
  /** Sent with every call. */
  headers?: Readonly<Record<string, string>> | undefined
  /** How long each attempt of a call may take, in ms, its body included. 10000 unless said. */
  timeoutMs?: number | undefined
  /** How often a call is tried again that got no answer, or 429, 500, 502, 503 or 504. 2 unless said; 0 for never. */
  retries?: number | undefined
}

/** What one call may say otherwise. */
export interface CallOptions {
  /** Ends the call; it then throws the signal's reason. */
  signal?: Signal | undefined
  /** In place of the client's. */
  timeoutMs?: number | undefined
  /** In place of the client's. */
  retries?: number | undefined
  /** Sent with this call, after those of the client. */
  headers?: Readonly<Record<string, string>> | undefined
}

/** What a call that reads may say besides. */
export interface ReadOptions extends CallOptions {
  /** The `etag` of an answer that is at hand. Where nothing has changed since, the answer is a 304 without a body. */
  ifNoneMatch: string | undefined
}

/** What one operation is sent, and what it answers: by status, the body and the headers that are always there. */
export interface OperationTypes {
  request: object
  responses: { [status: number]: { body: unknown; headers: object } }
  problems: { [status: number]: unknown }
}

/** The answers of an operation. Those of 400 and above are thrown as a {@link Problem}. */
export type Answer<Operation extends OperationTypes> = {
  [Status in keyof Operation['responses'] & number]: {
    readonly status: Status
    readonly body: Operation['responses'][Status]['body']
    /** Names in lower case. */
    readonly headers: Readonly<Operation['responses'][Status]['headers'] & Record<string, string>>
  }
}[keyof Operation['responses'] & number]

/** The answer where `ifNoneMatch` still is the state. */
export interface NotModified {
  readonly status: 304
  readonly body: undefined
  readonly headers: Readonly<Record<string, string>>
}

/** What a call is given; a request that needs nothing may be left out. */
export type CallArguments<Operation extends OperationTypes> =
  Record<never, never> extends Operation['request']
    ? [request?: Operation['request'] | undefined, options?: CallOptions | undefined]
    : [request: Operation['request'], options?: CallOptions | undefined]

/** An operation as a function. */
export type Method<Operation extends OperationTypes> = (...call: CallArguments<Operation>) => Promise<Answer<Operation>>

/** An operation that reads, as a function. */
export interface ReadMethod<Operation extends OperationTypes> {
  (request: Operation['request'], options: ReadOptions): Promise<Answer<Operation> | NotModified>
  (...call: CallArguments<Operation>): Promise<Answer<Operation>>
}

/** An operation that answers a list by pages, as a function. */
export interface ListMethod<Operation extends OperationTypes, Item> extends ReadMethod<Operation> {
  /** Every page from this one on, as long as the service names a next one. */
  pages(...call: CallArguments<Operation>): AsyncGenerator<Answer<Operation>, void, undefined>
  /** Every item of this page and of those after it. */
  all(...call: CallArguments<Operation>): AsyncGenerator<Item, void, undefined>
}

/** One value of a request that the service does not take. */
export interface Fault {
  readonly in: string
  /** Where the value stands in that part of the request, as a JSON Pointer (RFC 6901). */
  readonly pointer: string
  readonly detail: string
}

/** An answer of 400 or above: what went wrong, as the service says (RFC 9457). */
export declare class Problem<Status extends number = number, Body = unknown> extends Error {
  readonly name: 'Problem'
  /** What was called: `getProduct`. */
  readonly operation: string
  readonly status: Status
  /** Which problem it is: the address of its explanation, as it was sent. */
  readonly type: string
  /** The last part of `type`: `not-found`. Empty where the answer has none. */
  readonly code: string
  readonly title: string
  readonly detail: string | undefined
  /** Every fault of the request that was found. */
  readonly errors: readonly Fault[]
  /** Quote it when you ask for help. */
  readonly requestId: string | undefined
  /** The whole answer: the problem document, or the text of what is none. */
  readonly body: Body
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** No answer came: the service could not be reached, or took too long. The `cause` says more. */
export declare class NoAnswer extends Error {
  readonly name: 'NoAnswer'
  /** What was called: `getProduct`. */
  readonly operation: string
  readonly timedOut: boolean
  readonly attempts: number
}

/** An answer below 400 that the contract does not have: another version of the service, a redirect, a proxy's page. */
export declare class UnexpectedAnswer extends Error {
  readonly name: 'UnexpectedAnswer'
  /** What was called: `getProduct`. */
  readonly operation: string
  readonly status: number
}

/** The global `fetch`, of whichever platform. */
export type Fetch = typeof globalThis extends { fetch: infer Found } ? Found : never

/** The `AbortSignal` of the platform. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Found } } ? Found : never
