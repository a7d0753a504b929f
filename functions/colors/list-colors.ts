import { endpoint, nextPage, reply } from 'twelvefold'
import { listColors } from '#contracts/colors'
import { findColors, toColor } from './colors.ts'

export const handler = endpoint(listColors, async ({ query, event }) => {
  const { items, cursor } = await findColors(query)
  if (items.length === 0) return reply(204)
  return reply(200, items.map(toColor), nextPage(event.rawQueryString, cursor))
})
