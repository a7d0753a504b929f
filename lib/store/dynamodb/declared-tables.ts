import type { Declaration } from '../store.ts'
import { createClient } from './client.ts'
import { toFailure } from './failure.ts'
import { createTable, dropTable, inspectTable, type TableStatus } from './table-admin.ts'
import { defineTable } from './tables.ts'
import { readDynamodbUrl } from './url.ts'

/** The table of a collection, as it is. */
export interface TableRow extends TableStatus {
  collection: string
  table: string
  /** As declared: name → fields. */
  indexes: Declaration['description']['indexes']
}

/** The tables that collections have or should have in one store. */
export interface Tables {
  region: string
  prefix: string
  inspect: () => Promise<TableRow[]>
  /** Makes what is missing. @param onReady is told how many of how many can be used */
  create: (onReady: (ready: number, all: number) => void) => Promise<(TableRow & { isNew: boolean })[]>
  drop: (tables: readonly string[]) => Promise<void>
  /** What an error of these calls means, in one sentence. */
  describeFailure: (error: unknown) => string
  close: () => void
}

/**
 * @param url `dynamodb://<region>/<prefix>?endpoint=<url>`
 * @throws ConfigError where the URL is not one, or a name does not make a table's
 */
export function openTables(url: string, collections: readonly Declaration[]): Tables {
  const location = readDynamodbUrl(url)
  const declared = collections.map(({ name, description: { indexes } }) => ({
    collection: name,
    indexes,
    definition: defineTable(location.prefix, name, Object.keys(indexes)),
  }))
  const client = createClient(location)
  const inspect = ({ collection, indexes, definition }: (typeof declared)[number]): Promise<TableRow> =>
    inspectTable(client, definition).then((status) => ({ collection, table: definition.TableName, indexes, ...status }))

  return {
    region: location.region,
    prefix: location.prefix,
    inspect: () => Promise.all(declared.map(inspect)),
    create(onReady) {
      let ready = 0
      onReady(ready, declared.length)
      return Promise.all(
        declared.map(async (one) => {
          const isNew = await createTable(client, one.definition)
          onReady(++ready, declared.length)
          return { ...(await inspect(one)), isNew }
        }),
      )
    },
    async drop(tables) {
      await Promise.all(tables.map((table) => dropTable(client, table)))
    },
    describeFailure(error) {
      const { trouble } = toFailure(error, location.prefix, location.region)
      return trouble ?? String(error)
    },
    close: () => client.destroy(),
  }
}
