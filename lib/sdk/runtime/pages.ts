import { nextLink } from '../../client/next-link.ts'
import type { ReadAnswer } from './read-answer.ts'
import { UnexpectedAnswer } from './unexpected-answer.ts'

/**
 * Every page of a list, as its `Link` headers lead (RFC 8288).
 *
 * @param read reads the first page, or the one with an address
 */
export async function* pages(
  operation: string,
  read: (url?: string) => Promise<ReadAnswer & { url: string }>,
): AsyncGenerator<ReadAnswer, void, undefined> {
  const seen = new Set<string>()
  let next: string | undefined
  do {
    const { url, ...page } = await read(next)
    seen.add(url)
    yield page
    next = nextLink(page.headers.link, url)
    // The token goes along: to nobody but who has asked for it.
    if (next !== undefined && placeOf(next) !== placeOf(url))
      throw new UnexpectedAnswer(operation, page.status, 'the next page is not of this list')
    if (next !== undefined && seen.has(next))
      throw new UnexpectedAnswer(operation, page.status, 'the next page is one that was read already')
  } while (next !== undefined)
}

/** Every item of a list. */
export async function* items(read: AsyncGenerator<ReadAnswer>): AsyncGenerator<unknown, void, undefined> {
  for await (const { body } of read) if (Array.isArray(body)) yield* body
}

function placeOf(url: string): string {
  const { origin, pathname } = new URL(url)
  return origin + pathname
}
