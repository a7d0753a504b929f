import type { Caller } from '../auth/caller.ts'

/** The HTTP methods that a contract can give an operation (OpenAPI 3.1, section 4.8.9, without `trace`). */
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH'

/** Where a value of the request comes from; the word a validation fault uses for it. */
export type Place = 'path' | 'query' | 'header' | 'cookie' | 'body'

/** One fault of a request, as a `validation-failed` problem lists it. */
export interface Fault {
  in: Place
  /** A JSON Pointer (RFC 6901) into the body, or into the object of all parameters of that place: `/limit`. */
  pointer: string
  detail: string
}

/** The part of an ajv error object that the kit reads. */
export interface SchemaError {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

/** A generated ajv validator: true, or false with `errors` set. It may fill in defaults. */
export interface Validator {
  (data: unknown): boolean
  errors?: SchemaError[] | null
}

/** The JSON type that the text of a parameter is read as; `any` stays text. */
export type Scalar = 'string' | 'integer' | 'number' | 'boolean' | 'null'

/**
 * How one parameter is read from the request: OpenAPI's style and explode (OpenAPI 3.1, section 4.8.12),
 * with the types that the texts turn into. Generated; see `lib/contract/parameters.ts`.
 */
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required: boolean
  style: 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject'
  explode: boolean
  shape: 'scalar' | 'array' | 'object' | 'json'
  /** What a scalar, or each item of an array, is read as, in this order. */
  types: Scalar[]
  /** For objects: the type of each declared property. */
  properties?: Record<string, Scalar[]>
}

/** One media type of a request body. */
export interface RequestContent {
  kind: 'json' | 'text' | 'form' | 'binary'
  validator?: Validator
  /** For forms: how each field's text is read. */
  properties?: Record<string, Scalar[]>
  /** For forms: the fields that may repeat. */
  lists?: string[]
}

/** One response of the contract: its media types, each with a validator where the body is JSON. */
export interface ResponseContent {
  kind: 'json' | 'text' | 'binary'
  validator?: Validator
}

export interface ResponseSpec {
  content: Record<string, ResponseContent>
  /** Names of the headers that the contract says are always there, in lower case. */
  requiredHeaders?: string[]
}

/** A security requirement: every scheme of one object (AND), any object of the list (OR). */
export type SecurityRequirement = Record<string, readonly string[]>

/** How a scheme of the contract's `securitySchemes` is sent: bearer tokens are the kit's, the others the service's own. */
export type SecurityScheme =
  | { type: 'bearer' }
  | { type: 'basic' }
  | { type: 'apiKey'; in: 'header' | 'query' | 'cookie'; name: string }

/** `x-rate-limit` of a contract: `rate` requests in `seconds`, and `burst` more now and then. */
export interface RateLimit {
  rate: number
  seconds: number
  burst: number
  /** Whose requests are counted together: those of an address, of a token's subject, or everybody's. */
  per: 'client' | 'caller' | 'operation'
}

/** The TypeScript shapes of an operation, generated from its contract. */
export interface OperationTypes {
  path: object
  query: object
  headers: object
  cookies: object
  body: unknown
  /** Status → body and headers. `undefined` as body: the response has none. */
  responses: { [status: number]: { body: unknown; headers: object } }
  /** The status that a plain returned value gets: the first 2xx of the contract. */
  success: number
  /** Who calls: always known, perhaps known, or never asked, as `security` says. */
  caller: Caller | undefined
}

/**
 * One operation of a contract, compiled: everything that `endpoint()` and the hosts need at run time, and nothing
 * that has to be compiled then. Generated into `#contracts/<service>`.
 */
export interface Operation<Types extends OperationTypes = OperationTypes> {
  readonly id: string
  readonly service: string
  readonly method: Method
  /** The path template, with the service's prefix: `/hello/{name}`. */
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly validators: { path?: Validator; query?: Validator; header?: Validator; cookie?: Validator }
  /** False where the contract says `x-undeclared-query: allow`. */
  readonly strictQuery: boolean
  readonly body?: { required: boolean; content: Readonly<Record<string, RequestContent>> }
  readonly responses: Readonly<Record<string, ResponseSpec>>
  readonly success: number
  readonly security: readonly SecurityRequirement[]
  /** The schemes that `security` names; missing where it names none. */
  readonly schemes?: Readonly<Record<string, SecurityScheme>>
  readonly rateLimit?: RateLimit
  /** False where the contract says `x-cors: false`: no script of another origin may read, whatever `CORS_ORIGINS` says. */
  readonly cors?: false
  /** What every answer of a deprecated operation says: `Deprecation`, and `Sunset` and `Link` where the contract has them. */
  readonly deprecation?: Readonly<Record<string, string>>
  /** Set where the contract has the header parameter `Idempotency-Key`. */
  readonly idempotencyKey?: 'required' | 'optional'
  /** Names of parameters and members that the contract marks `x-sensitive`: no log line shows their values. */
  readonly sensitive?: readonly string[]
  /** Only for the compiler: carries the types, never set. */
  readonly types?: Types
}
