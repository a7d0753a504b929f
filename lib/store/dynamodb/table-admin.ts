import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { expiryAttribute, type TableDefinition } from './tables.ts'

/** How long a table may take to come or go, in ms. */
const longestWait = 10 * 60_000

/** `active` is all well; `different` says that keys or indexes are not the declared ones. */
export type TableState = 'active' | 'creating' | 'deleting' | 'updating' | 'missing' | 'different' | 'unusable'

export interface TableStatus {
  state: TableState
  /** DynamoDB counts every six hours or so. */
  documents: number
  /** In what way it is different. */
  differences: string[]
}

/** What there is of a declared table. */
export async function inspectTable(client: DynamoDBClient, definition: TableDefinition): Promise<TableStatus> {
  const table = await describe(client, definition.TableName)
  if (table === undefined) return { state: 'missing', documents: 0, differences: [] }
  const differences = compare(table, definition)
  const documents = table.ItemCount ?? 0
  return { state: differences.length > 0 ? 'different' : stateOf(table), documents, differences }
}

/**
 * Makes a table that is not there, waits until it can be used, and has expired items removed. A table that is there is
 * left as it is, whatever it looks like: {@link inspectTable} tells.
 *
 * @returns whether it was made now
 */
export async function createTable(client: DynamoDBClient, definition: TableDefinition): Promise<boolean> {
  const { TableName } = definition
  const made = await unless(ResourceInUseException, () => client.send(new CreateTableCommand(definition)))
  await until(TableName, async () => {
    const table = await describe(client, TableName)
    return table !== undefined && !['creating', 'updating'].includes(stateOf(table))
  })
  await enableExpiry(client, TableName)
  return made
}

/** Removes a table with all that is in it, and waits until it is gone. @returns whether there was one */
export async function dropTable(client: DynamoDBClient, TableName: string): Promise<boolean> {
  const removed = await unless(ResourceNotFoundException, () => client.send(new DeleteTableCommand({ TableName })))
  await until(TableName, async () => (await describe(client, TableName)) === undefined)
  return removed
}

/** Emulators do not know the call; AWS refuses it where expiry is enabled already. */
async function enableExpiry(client: DynamoDBClient, TableName: string): Promise<void> {
  const TimeToLiveSpecification = { AttributeName: expiryAttribute, Enabled: true }
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }))
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    const isEnabled = name === 'ValidationException' && /already enabled/i.test(message)
    if (name !== 'UnknownOperationException' && !isEnabled) throw error
  }
}

async function describe(client: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined
    throw error
  }
}

/** A table is active once its indexes are. */
function stateOf({ TableStatus, GlobalSecondaryIndexes = [] }: TableDescription): TableState {
  const states = [TableStatus, ...GlobalSecondaryIndexes.map(({ IndexStatus }) => IndexStatus)]
  for (const state of ['CREATING', 'UPDATING', 'DELETING'] as const) {
    if (states.includes(state))
      return state === 'CREATING' ? 'creating' : state === 'UPDATING' ? 'updating' : 'deleting'
  }
  return states.every((state) => state === 'ACTIVE') ? 'active' : 'unusable'
}

function compare(table: TableDescription, definition: TableDefinition): string[] {
  const actual = new Map(
    (table.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName ?? '', describeIndex(index)]),
  )
  const declared = new Map(
    (definition.GlobalSecondaryIndexes ?? []).map((index) => [index.IndexName, describeIndex(index)]),
  )
  const keyIs = describeIndex(table)
  return [
    ...(keyIs === describeIndex(definition) ? [] : [`its key is ${keyIs}`]),
    ...[...declared].flatMap(([name, keys]) => {
      const found = actual.get(name)
      if (found === undefined) return [`it lacks the index ${name}`]
      return found === keys ? [] : [`its index ${name} has ${found}`]
    }),
    ...[...actual.keys()].filter((name) => !declared.has(name)).map((name) => `it has an index ${name}`),
  ]
}

interface Keyed {
  KeySchema?: { AttributeName: string | undefined; KeyType: string | undefined }[] | undefined
  Projection?: { ProjectionType?: string | undefined } | undefined
}

const describeIndex = ({ KeySchema = [], Projection }: Keyed): string =>
  [...KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`), Projection?.ProjectionType]
    .filter(Boolean)
    .join(', ')

/** @returns false where the request was refused for the given reason */
async function unless(reason: new (...values: never[]) => Error, request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request()
    return true
  } catch (error) {
    if (error instanceof reason) return false
    throw error
  }
}

/** Asks until it is so, ever more seldom. */
async function until(table: string, isSo: () => Promise<boolean>): Promise<void> {
  const started = Date.now()
  for (let wait = 50; !(await isSo()); wait = Math.min(2 * wait, 3_000)) {
    if (Date.now() - started > longestWait)
      throw new Error(`${table} is not ready after ${longestWait / 60_000} minutes`)
    await pause(wait)
  }
}
