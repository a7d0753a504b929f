/** Where the cases run. The lambda ones are one set of packaged functions behind four kinds of front doors. */
export type HostKind = 'process' | 'offline' | 'lambda-http' | 'lambda-rest' | 'lambda-alb' | 'lambda-alb-single'

export interface HttpRequest {
  method: string
  /** Path and query as they stand in the request line. */
  target: string
  /** As they are sent, in order; a name may come twice. */
  headers: readonly (readonly [name: string, value: string])[]
  body?: Buffer | undefined
}

export interface HttpResponse {
  status: number
  /** As they came, in order, names in lower case. */
  headers: [name: string, value: string][]
  body: Buffer
}

export interface LogLine {
  level: string
  msg?: string
  requestId?: string
  [field: string]: unknown
}

/** One running system, as its clients and its operators see it. */
export interface Host {
  kind: HostKind
  request: (request: HttpRequest) => Promise<HttpResponse>
  /** Waits for a line of the log. */
  logged: (match: (line: LogLine) => boolean) => Promise<LogLine>
  stop: () => Promise<void>
}
