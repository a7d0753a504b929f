/**
 * Makes the recovery of a service the handler of a function that is called on a schedule. What it throws is for Lambda
 * to log and to count.
 */
export function recoverFunction(recover: () => Promise<number>): () => Promise<{ recovered: number }> {
  return async () => ({ recovered: await recover() })
}
