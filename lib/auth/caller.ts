/** Who calls, as the token says that was verified. */
export interface Caller {
  /** The user; for a token of a client that acts for itself, the client (RFC 9068, section 2.2). */
  readonly subject: string
  /** The client that the token was given to; undefined where the issuer does not say it. */
  readonly clientId: string | undefined
  readonly scopes: ReadonlySet<string>
  /** All claims of the token; of a scheme of the service's own, what its check returned. */
  readonly claims: Readonly<Record<string, unknown>>
}
