import { endpoint, reply } from 'twelvefold'
import { createSampleItem } from '#contracts/sample-service'
import { add } from './sample-items.ts'

export const handler = endpoint(createSampleItem, async ({ body }) => {
  const added = await add(body)
  return reply(201, added, { location: `/sample-service/${added.sampleItemId}` })
})
