import { once } from 'node:events'
import { createServer, request as forward } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export interface GuardedDynamodb {
  endpoint: string
  /** What was done, by whom: `dynamodb:GetItem shop-orders`. */
  used: Map<string, Set<string>>
  /** What was refused, with whom. */
  refused: Set<string>
}

/**
 * Stands before the emulator and does what IAM does: refuses what the credentials of a request give no right to. Ends
 * with the test.
 *
 * @param rightsOf whose access key it is → the rights, as `dynamodb:Query shop-orders/index/i0-byBuyer`
 */
export async function guardDynamodb(
  test: Pick<TestContext, 'after'>,
  target: string,
  rightsOf: (accessKey: string) => ReadonlySet<string>,
): Promise<GuardedDynamodb> {
  const used: GuardedDynamodb['used'] = new Map()
  const refused: GuardedDynamodb['refused'] = new Set()
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const { TableName, IndexName } = JSON.parse(body.toString()) as { TableName: string; IndexName?: string }
    const [, who = ''] = /Credential=([^/]+)/.exec(request.headers.authorization ?? '') ?? []
    const action = `dynamodb:${String(request.headers['x-amz-target']).split('.')[1]}`
    const right = `${action} ${TableName}${IndexName === undefined ? '' : `/index/${IndexName}`}`
    if (!rightsOf(who).has(right)) {
      refused.add(`${who}: ${right}`)
      const __type = 'com.amazon.coral.service#AccessDeniedException'
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify({ __type, Message: `${who} is not authorized to perform ${right}` }))
      return
    }
    used.set(who, (used.get(who) ?? new Set()).add(right))
    const { method, headers } = request
    forward(target, { method, headers }, (answer) =>
      answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers)),
    ).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  test.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, used, refused }
}
