import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { problem } from '../../problem/problem.ts'
import type { PlacedDocument, StoredDocument } from '../driver.ts'

/**
 * An item of a table. Names are short because they count into its size:
 * `k` key, `v` version, `x` expiry in seconds, `d` the document's JSON, `w` names the write that made it, and for the
 * index at place n `p<n>` its partition and `s<n>` its sort key.
 */
export type Item = Record<string, AttributeValue>

/** DynamoDB's bounds, in bytes. */
export const largestItem = 400 * 1024
export const longestKey = 2_048

/** From here on (in 31 million years) a document never expires; DynamoDB's numbers have an end, JavaScript's have not. */
const never = 1e15

/**
 * @param indexes the collection's, in their order
 * @param write a text that no other write has
 * @throws `unprocessable-content` where DynamoDB would not take it
 */
export function toItem(document: PlacedDocument, indexes: readonly string[], write: string): Item {
  const { key, version, expiresAt, body, places } = document
  if (!isKey(key)) throw problem('unprocessable-content', `A key is longer than ${longestKey} bytes.`)
  const item: Item = { k: toKey(key), v: { N: String(version) }, d: { S: body }, w: { S: write } }
  // TTL takes whole seconds. Up is the safe side: nothing is deleted early.
  if (expiresAt !== undefined && expiresAt < never) item.x = { N: String(Math.max(0, Math.ceil(expiresAt))) }
  indexes.forEach((name, at) => {
    const place = places[name]
    if (place === undefined) return
    item[`p${at}`] = { S: place.partition }
    item[`s${at}`] = { S: place.sort }
  })
  const size = sizeOf(item)
  if (size > largestItem) throw tooLarge(size)
  return item
}

export function fromItem(item: Item): StoredDocument {
  return {
    key: item.k?.S ?? '',
    version: Number(item.v?.N),
    ...(item.x?.N === undefined ? {} : { expiresAt: Number(item.x.N) }),
    body: item.d?.S ?? '',
  }
}

/** Half a character pair cannot be sent; it becomes U+FFFD, as it does in UTF-8 everywhere. */
export const toKey = (key: string): AttributeValue => ({ S: key.toWellFormed() })

/** Whether there can be a document of this key. */
export const isKey = (key: string): boolean => key !== '' && Buffer.byteLength(key) <= longestKey

/** @param size in bytes, where it is known */
export const tooLarge = (size?: number): Error => {
  const is = size === undefined ? '' : ` It has ${size} bytes with its index keys.`
  return problem(
    'unprocessable-content',
    `The document is too large to be stored: more than ${largestItem} bytes.${is}`,
  )
}

/** Bytes as DynamoDB counts them: names and values; a number is a byte for two digits and one or two more. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, { S: text, N: number = '' }]) => {
    const value = text === undefined ? Math.ceil(number.length / 2) + 1 : Buffer.byteLength(text)
    return sum + Buffer.byteLength(name) + value
  }, 0)
}
