/** An answer below 400 that the contract does not have. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer'
  readonly operation: string
  readonly status: number

  constructor(operation: string, status: number, what: string) {
    super(`${operation}: ${what}`)
    this.operation = operation
    this.status = status
  }
}
