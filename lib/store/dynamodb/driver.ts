import { randomBytes } from 'node:crypto'
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { problem } from '../../problem/problem.ts'
import type { CollectionShape, Driver, PlacedDocument, Range, StoredDocument } from '../driver.ts'
import { connect } from './connection.ts'
import { fromItem, type Item, isKey, toItem, toKey } from './items.ts'
import { indexName, tableName } from './tables.ts'
import { readDynamodbUrl } from './url.ts'

interface Opened {
  table: string
  indexes: readonly string[]
}

/**
 * The store in DynamoDB: a table for each collection, which `twelvefold store create` or a deployment has made. `get`
 * reads what was written last; an index follows within moments, as DynamoDB's global indexes do.
 *
 * @param url `dynamodb://<region>/<prefix>?endpoint=<url>`
 * @throws ConfigError where the URL is not one
 * @example
 * const driver = await openDynamodb('dynamodb://eu-central-1/shop')
 */
export async function openDynamodb(url: string): Promise<Driver> {
  const location = readDynamodbUrl(url)
  const { ask, read, trouble, close } = connect(location)
  const collections = new Map<string, Opened>()

  const opened = (name: string): Opened => {
    const known = collections.get(name)
    if (known === undefined) throw new TypeError(`the collection ${name} has not been opened`)
    return known
  }

  /** Writes under a condition. @returns whether it held */
  async function put(
    { table, indexes }: Opened,
    document: PlacedDocument,
    condition: string,
    values: Item,
  ): Promise<boolean> {
    const write = randomBytes(9).toString('base64url')
    const request = new PutItemCommand({
      TableName: table,
      Item: toItem(document, indexes, write),
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    })
    try {
      await ask(table, (client) => client.send(request))
      return true
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      return (error.$metadata.attempts ?? 1) > 1 && wasOurs(await read(table, document.key), document, write)
    }
  }

  return {
    async open({ name, indexes }: CollectionShape) {
      collections.set(name, { table: tableName(location.prefix, name), indexes })
    },
    async get(collection, key) {
      const { table } = opened(collection)
      const item = isKey(key) ? await read(table, key) : undefined
      return item === undefined ? undefined : fromItem(item)
    },
    async insert(collection, document, now) {
      const values = { ':now': { N: String(now) } }
      return put(opened(collection), document, 'attribute_not_exists(k) OR x <= :now', values)
    },
    async replace(collection, document, ifVersion, now) {
      return put(opened(collection), document, isVersion, versionAt(ifVersion, now))
    },
    async remove(collection, key, ifVersion, now) {
      if (!isKey(key)) return false
      const { table } = opened(collection)
      const request = new DeleteItemCommand({
        TableName: table,
        Key: { k: toKey(key) },
        ConditionExpression: isVersion,
        ExpressionAttributeValues: versionAt(ifVersion, now),
      })
      try {
        await ask(table, (client) => client.send(request))
        return true
      } catch (error) {
        // Where an answer was lost nobody can say who removed it: better nobody is told that it was them than two.
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
    async query(collection, range) {
      const { table, indexes } = opened(collection)
      const at = indexes.indexOf(range.index)
      if (at < 0) throw new TypeError(`${collection} has no index ${range.index}`)
      const documents: StoredDocument[] = []
      if (isEmpty(range)) return documents
      let start: Item | undefined
      do {
        const request = new QueryCommand({
          ...toQuery(table, at, range),
          // Going down, the first may be the upper bound, which is not wanted.
          Limit: range.limit - documents.length + (range.descending && start === undefined ? 1 : 0),
          ExclusiveStartKey: start,
        })
        const { Items = [], LastEvaluatedKey } = await ask(table, (client) => client.send(request))
        const wanted = Items.filter((item) => item[`s${at}`]?.S !== range.to)
        documents.push(...wanted.map(fromItem))
        // A page ends at 1 MB, with or without as many as were asked for.
        start = LastEvaluatedKey
      } while (start !== undefined && documents.length < range.limit)
      return documents.slice(0, range.limit)
    },
    async *scan(collection) {
      const { table } = opened(collection)
      let start: Item | undefined
      do {
        const request = new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start })
        const { Items = [], LastEvaluatedKey } = await ask(table, (client) => client.send(request))
        yield* Items.map(fromItem)
        start = LastEvaluatedKey
      } while (start !== undefined)
    },
    look: async () => undefined,
    trouble,
    system: 'aws.dynamodb',
    isRemote: true,
    close: async () => close(),
  }
}

/** What has expired is not there, although DynamoDB may take days to delete it. */
const isVersion = 'v = :v AND (attribute_not_exists(x) OR x > :now)'

const versionAt = (version: number, now: number): Item => ({ ':v': { N: String(version) }, ':now': { N: String(now) } })

/**
 * Whether a write was carried out whose first attempt got no answer, and whose next one found that its condition does not
 * hold: perhaps because of us.
 *
 * @throws `service-unavailable` where others have written since, so that nobody can know it any more: to try again might
 *   do it twice
 */
function wasOurs(item: Item | undefined, { version }: PlacedDocument, write: string): boolean {
  if (item?.w?.S === write) return true
  if (item !== undefined && Number(item.v?.N) <= version) return false
  throw problem('service-unavailable', 'It is not known whether this was stored.', { headers: { 'retry-after': '5' } })
}

/** BETWEEN has both bounds in it, and is the only comparison with two: the upper one is dropped from what was read. */
function toQuery(table: string, at: number, { index, partition, from, to, descending }: Range) {
  return {
    TableName: table,
    IndexName: indexName(at, index),
    KeyConditionExpression: `p${at} = :p AND s${at} BETWEEN :from AND :to`,
    // A key is never empty, nor may its bound be; '!' is the lowest text that there is.
    ExpressionAttributeValues: { ':p': { S: partition }, ':from': { S: from || '!' }, ':to': { S: to } },
    ScanIndexForward: !descending,
  }
}

/** DynamoDB refuses bounds that are the wrong way round. It compares UTF-8, as Buffer does and `<` does not. */
const isEmpty = ({ from, to }: Range): boolean => Buffer.compare(Buffer.from(from || '!'), Buffer.from(to)) >= 0
