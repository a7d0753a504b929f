/** No answer came, however often it was tried. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly operation: string
  readonly timedOut: boolean
  readonly attempts: number

  constructor(operation: string, timedOut: boolean, attempts: number, cause: unknown) {
    const what = timedOut ? 'did not answer in time' : 'cannot be reached'
    super(`${operation}: the service ${what} (attempts: ${attempts})`, { cause })
    this.operation = operation
    this.timedOut = timedOut
    this.attempts = attempts
  }
}
