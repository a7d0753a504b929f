import type { OpenApiDocument } from '../../contract/document.ts'
import { CommandError } from '../failure.ts'
import { ask, exitCodeFor, toRefusal } from './ask.ts'
import { type ContractSource, loadDocument } from './contract-source.ts'
import { trouble } from './exit-codes.ts'

/**
 * The contracts that a deployment publishes, or one document.
 *
 * @param url the base of a deployment, with its path prefix if it has one, or the address of a document
 * @param all every service of the project: one of them at least is there, or it is no deployment of it
 */
export async function openUrlSource(url: string, all: readonly string[]): Promise<ContractSource> {
  const answer = await ask(url)
  if (answer.ok && isDocument(answer.text)) {
    const document = await load(url, answer.text)
    const ignoreServers = url.endsWith('/-/openapi.json')
    return { name: url, isSingle: true, ignoreServers, read: async () => document }
  }
  if (/\.(?:json|ya?ml)$/.test(new URL(url).pathname))
    throw new CommandError(`${url} is no OpenAPI document: it ${toRefusal(answer)}.`, exitCodeFor(answer))
  const base = url.replace(/\/+$/, '')
  const published = await Promise.all(
    all.map(async (service) => [service, await readPublished(base, service)] as const),
  )
  const contracts = new Map(published)
  if (published.every(([, contract]) => contract === undefined))
    throw new CommandError(`${url} is neither an OpenAPI document nor a deployment of ${all.join(', ')}.`, trouble)
  return { name: base, ignoreServers: true, read: async (service) => contracts.get(service) }
}

async function readPublished(base: string, service: string): Promise<OpenApiDocument | undefined> {
  const place = `${base}/${service}/-/openapi.json`
  const answer = await ask(place)
  if (answer.ok) return load(place, answer.text)
  if (answer.status !== 404) throw new CommandError(`${place} ${toRefusal(answer)}.`, exitCodeFor(answer))
  const { ok } = await ask(`${base}/${service}/-/version`)
  if (ok) throw new CommandError(`${place} is not published: there DOCS is off. Compare with the commit.`, trouble)
  return undefined
}

/** What a document refers to may be at another address, but not in a file of this machine. */
const load = (place: string, text: string): Promise<OpenApiDocument> =>
  loadDocument(place, place, async (other) => {
    if (other === place) return text
    throw new Error(`${place} refers to ${other}, which is no address.`)
  })

/** A page may have the words in it, too. */
const isDocument = (text: string): boolean =>
  !/^\s*</.test(text) && /(?:^|[{,\s])["']?(?:openapi|swagger)["']?\s*:/.test(text.slice(0, 100_000))
