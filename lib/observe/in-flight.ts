let requests = 0

/** A request has come that is to be answered. */
export function beginRequest(): void {
  requests++
}

/** A request that had begun is answered, or given up. */
export function endRequest(): void {
  requests--
}

/** How many requests are being answered by this process. */
export const requestsInFlight = (): number => requests
