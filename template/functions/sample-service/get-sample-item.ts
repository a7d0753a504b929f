import { endpoint, problem, reply, versionOf } from 'twelvefold'
import { getSampleItem } from '#contracts/sample-service'
import { find, toAnswer } from './sample-items.ts'

export const handler = endpoint(getSampleItem, async ({ path }) => {
  const found = await find(path.sampleItemId)
  if (found === undefined) throw problem('not-found', `Nothing has the id ${path.sampleItemId}.`)
  return reply(200, toAnswer(found), { etag: `"${versionOf(found)}"` })
})
