import type { RequestParts } from '../../client/write-parts.ts'
import type { ClientOptions } from '../surface.ts'
import { bearerToken } from './bearer-token.ts'
import { call } from './call.ts'
import type { DescribedOperation } from './described.ts'
import { items, pages } from './pages.ts'
import type { ReadAnswer } from './read-answer.ts'
import { readClientOptions, type SaidOptions } from './read-options.ts'

type Call<Result> = (request?: RequestParts, options?: SaidOptions) => Result

/** An operation as a function; one that answers a list has its pages and its items beside. */
export type Method = Call<Promise<ReadAnswer>> & Partial<Record<'pages' | 'all', Call<AsyncGenerator>>>

/** Makes functions of operations: what `create<Service>` of a client package returns. */
export function createClient(
  operations: Readonly<Record<string, DescribedOperation>>,
  given: ClientOptions,
): Record<string, Method> {
  const options = readClientOptions(given)
  const setup = { options, token: bearerToken(options.token) }
  return Object.fromEntries(
    Object.entries(operations).map(([id, operation]): [string, Method] => {
      const method: Call<Promise<ReadAnswer>> = async (request, said) => {
        const { status, body, headers } = await call(setup, id, operation, request, said)
        return { status, body, headers }
      }
      if (operation.pages !== true) return [id, method]
      const list: Call<AsyncGenerator<ReadAnswer>> = (request, said) =>
        pages(id, (url) => call(setup, id, operation, request, said, url))
      return [
        id,
        Object.assign(method, { pages: list, all: (...said: Parameters<typeof list>) => items(list(...said)) }),
      ]
    }),
  )
}
