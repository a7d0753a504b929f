import { ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { createClient } from './client.ts'
import { toFailure } from './failure.ts'
import { type Item, toKey } from './items.ts'
import type { Location } from './url.ts'

/** How often trouble is looked into by itself, in ms. */
const probeAfter = 1_000

/** A client, and whether DynamoDB does what it is asked. */
export interface Connection {
  /**
   * Sends a request that concerns a table.
   *
   * @throws ConditionalCheckFailedException as it is, anything else as {@link toFailure} has it
   */
  ask: <Output>(table: string, request: (client: DynamoDBClient) => Promise<Output>) => Promise<Output>
  /** The item of a key, as it was written last. */
  read: (table: string, key: string) => Promise<Item | undefined>
  /** What went wrong last; undefined since something has gone right. */
  trouble: () => string | undefined
  close: () => void
}

export function connect(location: Location): Connection {
  const client = createClient(location)
  let trouble: { reason: string; table: string } | undefined
  let probeAt = 0

  const ask: Connection['ask'] = async (table, request) => {
    try {
      const output = await request(client)
      trouble = undefined
      return output
    } catch (error) {
      // A condition that did not hold is an answer.
      if (error instanceof ConditionalCheckFailedException) {
        trouble = undefined
        throw error
      }
      const failure = toFailure(error, table, location.region)
      if (failure.trouble !== undefined) trouble = { reason: failure.trouble, table }
      throw failure.error
    }
  }

  const read: Connection['read'] = async (table, key) => {
    const request = new GetItemCommand({ TableName: table, Key: { k: toKey(key) }, ConsistentRead: true })
    return (await ask(table, () => client.send(request))).Item
  }

  return {
    ask,
    read,
    trouble() {
      // Who asks may keep requests away until it is over; then nothing but this would find out that it is.
      if (trouble !== undefined && Date.now() >= probeAt) {
        probeAt = Date.now() + probeAfter
        void read(trouble.table, '-').catch(() => undefined)
      }
      return trouble?.reason
    },
    close: () => client.destroy(),
  }
}
