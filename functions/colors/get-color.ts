import { endpoint, problem, reply, versionOf } from 'twelvefold'
import { getColor } from '#contracts/colors'
import { colors, toColor } from './colors.ts'

export const handler = endpoint(getColor, async ({ path }) => {
  const color = await colors.get(path.colorId)
  if (color === undefined) throw problem('not-found', `There is no color ${path.colorId}.`)
  return reply(200, toColor(color), { etag: `"${versionOf(color)}"` })
})
