/**
 * Loads a packaged function as the Lambda runtime does, calls it once, and tells the status of its answer; `done` where
 * it has none.
 */
import { writeSync } from 'node:fs'

const [, , file, event] = process.argv
const { handler } = await import(file)
const { statusCode } = await handler(JSON.parse(event), {
  awsRequestId: '6bc28136-fb24-4a5e-8d4c-3e5f6b7a8c9d',
  getRemainingTimeInMillis: () => 30_000,
})
writeSync(1, String(statusCode ?? 'done'))
process.exit(0)
