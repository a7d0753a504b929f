import { pathToFileURL } from 'node:url'

/**
 * Stands for the Lambda runtime: imports the handler of a function when it is first called, and calls it. Events and
 * results cross a process boundary as JSON, as they do on Lambda.
 */
export interface Invocation {
  id: number
  file: string
  event: object
  requestId: string
}

type LambdaHandler = (event: object, context: object) => Promise<unknown>

process.on('message', async ({ id, file, event, requestId }: Invocation) => {
  const { handler } = (await import(pathToFileURL(file).href)) as { handler: LambdaHandler }
  const deadline = Date.now() + 29_000
  const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => deadline - Date.now() }
  handler(event, context).then(
    (result) => process.send?.({ id, result }),
    (error: Error) => process.send?.({ id, error: error.stack }),
  )
})
