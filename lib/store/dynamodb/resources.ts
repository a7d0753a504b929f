import type { Declaration } from '../store.ts'
import { defineTable, expiryAttribute, type TableDefinition } from './tables.ts'

/** What a deployment needs of CloudFormation for its collections. */
export interface StoreResources {
  /** Logical name → `AWS::DynamoDB::Table`. */
  resources: Record<string, object>
  /** Statements for the role of the functions. */
  statements: Statement[]
}

interface Statement {
  Effect: 'Allow'
  Action: string[]
  Resource: object[]
}

/**
 * The tables of collections, and the rights to them: the actions that the driver uses, on these tables and indexes and
 * nothing else.
 *
 * A table outlives its stack and whatever replaces it, and can be set back to any moment of the last 35 days.
 *
 * @param prefix of the store's tables
 * @example
 * const { resources, statements } = describeTables('shop', listCollections())
 */
export function describeTables(prefix: string, collections: readonly Declaration[]): StoreResources {
  const definitions = collections.map(({ name, description }) => ({
    id: logicalName(name),
    definition: defineTable(prefix, name, Object.keys(description.indexes)),
  }))
  const tables = definitions.map(({ id }) => arn(id))
  const indexes = definitions.flatMap(({ id, definition }) =>
    (definition.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => ({
      'Fn::Join': ['/', [arn(id), 'index', IndexName]],
    })),
  )
  return {
    resources: Object.fromEntries(definitions.map(({ id, definition }) => [id, toResource(definition)])),
    statements: [
      ...allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], tables),
      ...allow(['dynamodb:Query'], indexes),
    ],
  }
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
