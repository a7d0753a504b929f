import { endpoint, reply } from 'twelvefold'
import { createColor } from '#contracts/colors'
import { addColor } from './colors.ts'

export const handler = endpoint(createColor, async ({ body }) => {
  const color = await addColor(body)
  return reply(201, color, { location: `/colors/${encodeURIComponent(color.colorId)}` })
})
