import { endpoint, nextPage, reply } from 'twelvefold'
import { listSampleItems } from '#contracts/sample-service'
import { findByName, toAnswer } from './sample-items.ts'

export const handler = endpoint(listSampleItems, async ({ query, event }) => {
  const { items, cursor } = await findByName(query)
  return reply(200, items.map(toAnswer), nextPage(event.rawQueryString, cursor))
})
