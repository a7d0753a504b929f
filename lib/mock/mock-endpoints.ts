import type { OpenApiDocument } from '../contract/document.ts'
import { listOperations } from '../contract/operations.ts'
import type { EndpointHandler } from '../endpoint/exchange.ts'
import type { Method, Operation } from '../endpoint/operation.ts'
import type { Endpoint } from '../hosts/application.ts'
import { refusal } from '../hosts/refusal.ts'
import { logger } from '../observe/log.ts'
import { problem } from '../problem/problem.ts'
import { compileInMemory } from './compile-in-memory.ts'
import { mockOperation } from './mock.ts'

/**
 * An endpoint for each operation of a document, answered by a mock. Each is compiled at its first call.
 *
 * @param document as `compileInMemory` takes it
 */
export function mockEndpoints(service: string, document: OpenApiDocument): Endpoint[] {
  const compile = compileInMemory(service, document)
  return listOperations(document).map(({ id, method, path }) => {
    let handler: Promise<EndpointHandler> | undefined
    const start = async (): Promise<EndpointHandler> => {
      try {
        const { operation, warning } = await compile(id)
        if (warning !== undefined) logger().warn(warning)
        return mockOperation({ ...operation, security: [] }, document)
      } catch (cause) {
        logger().error({ err: cause }, `${id} cannot be mocked`)
        return refusal(() =>
          problem('not-implemented', 'This operation cannot be mocked; the log says why.', { cause }),
        )
      }
    }
    return {
      operation: outline(service, id, method.toUpperCase() as Method, path),
      handler: async (event, context) => {
        handler ??= start()
        return (await handler)(event, context)
      },
    }
  })
}

/** What routes need to know of an operation that is not compiled yet. */
function outline(service: string, id: string, method: Method, path: string): Operation {
  const nothing = { parameters: [], validators: {}, responses: {}, security: [] }
  return { id, service, method, path, strictQuery: false, success: 200, ...nothing }
}
