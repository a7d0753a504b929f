import { ConfigError } from '../../config/config-error.ts'

interface KeyElement {
  AttributeName: string
  KeyType: 'HASH' | 'RANGE'
}

/** A table as both `CreateTable` and `AWS::DynamoDB::Table` spell it. */
export interface TableDefinition {
  TableName: string
  BillingMode: 'PAY_PER_REQUEST'
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' }[]
  KeySchema: KeyElement[]
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeyElement[]; Projection: { ProjectionType: 'ALL' } }[]
}

/** The attribute that says when an item ends, in seconds since 1970. */
export const expiryAttribute = 'x'

/**
 * The place of an index is in its name, because items know it by its place: a declaration whose order has changed does
 * not fit a table any more, and `twelvefold store` says so. DynamoDB wants three characters or more.
 */
export const indexName = (at: number, index: string): string => `i${at}-${index.replace(/[^\w.-]/g, '_')}`

/** @throws ConfigError where DynamoDB would not take the name */
export function tableName(prefix: string, collection: string): string {
  const name = `${prefix}-${collection}`
  if (/^[\w.-]{3,255}$/.test(name)) return name
  const message = `gives the collection ${collection} a table name that DynamoDB does not take: ${name}`
  throw new ConfigError([{ variable: 'STORE_URL', message }])
}

/**
 * The table of a collection: its key, and for each index a global secondary one with whole items in it.
 *
 * @param indexes the collection's, in their order
 * @example
 * await client.send(new CreateTableCommand(defineTable('shop', 'products', ['byCategory'])))
 */
export function defineTable(prefix: string, collection: string, indexes: readonly string[]): TableDefinition {
  const attributes = ['k', ...indexes.flatMap((_, at) => [`p${at}`, `s${at}`])]
  const secondary = indexes.map((index, at) => ({
    IndexName: indexName(at, index),
    KeySchema: keySchema(`p${at}`, `s${at}`),
    Projection: { ProjectionType: 'ALL' as const },
  }))
  return {
    TableName: tableName(prefix, collection),
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema('k'),
    // An empty list is refused.
    ...(secondary.length === 0 ? {} : { GlobalSecondaryIndexes: secondary }),
  }
}

function keySchema(hash: string, range?: string): KeyElement[] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
  ]
}
