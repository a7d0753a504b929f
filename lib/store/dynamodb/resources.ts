import type { Declaration } from '../store.ts'
import { defineTable, expiryAttribute, type TableDefinition } from './tables.ts'

interface Statement {
  Effect: 'Allow'
  Action: string[]
  Resource: object[]
}

/**
 * The tables of collections, for CloudFormation: logical name → `AWS::DynamoDB::Table`.
 *
 * A table outlives its stack and whatever replaces it, and can be set back to any moment of the last 35 days.
 *
 * @param prefix of the store's tables
 * @example
 * describeTables('shop', listCollections()) // { ProductsTable: { Type: 'AWS::DynamoDB::Table', … } }
 */
export function describeTables(prefix: string, collections: readonly Declaration[]): Record<string, object> {
  return Object.fromEntries(
    collections.map(({ name, description }) => [
      logicalName(name),
      toResource(defineTable(prefix, name, Object.keys(description.indexes))),
    ]),
  )
}

/**
 * The rights to collections: the actions that the driver uses, on these tables and indexes and nothing else.
 *
 * @param collections those that {@link describeTables} has made tables of
 * @param rights the names of those that are read, of those that documents are stored into, and of those that they are
 *   removed from
 */
export function allowAccess(
  collections: readonly Declaration[],
  rights: { reads: readonly string[]; stores: readonly string[]; removes: readonly string[] },
): Statement[] {
  const among = (names: readonly string[]): Declaration[] => collections.filter(({ name }) => names.includes(name))
  const read = among(rights.reads)
  const tables = (some: readonly Declaration[]): object[] => some.map(({ name }) => arn(logicalName(name)))
  const indexes = read.flatMap(({ name, description }) =>
    (defineTable('', name, Object.keys(description.indexes)).GlobalSecondaryIndexes ?? []).map(({ IndexName }) => ({
      'Fn::Join': ['/', [arn(logicalName(name)), 'index', IndexName]],
    })),
  )
  return [
    ...allow(['dynamodb:GetItem'], tables(read)),
    ...allow(['dynamodb:PutItem'], tables(among(rights.stores))),
    ...allow(['dynamodb:DeleteItem'], tables(among(rights.removes))),
    ...allow(['dynamodb:Query'], indexes),
  ]
}

function toResource(definition: TableDefinition): object {
  return {
    Type: 'AWS::DynamoDB::Table',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      ...definition,
      TimeToLiveSpecification: { AttributeName: expiryAttribute, Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  }
}

const arn = (id: string): object => ({ 'Fn::GetAtt': [id, 'Arn'] })

/** A statement without a resource is refused. */
const allow = (Action: string[], Resource: object[]): Statement[] =>
  Resource.length === 0 ? [] : [{ Effect: 'Allow', Action, Resource }]

/** `order-lines` is `OrderLinesTable`. */
const logicalName = (collection: string): string =>
  `${collection
    .split(/[^a-z\d]+/i)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Table`
