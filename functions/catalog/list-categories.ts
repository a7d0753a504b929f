import { endpoint, reply } from 'twelvefold'
import { listCategories } from '#contracts/catalog'
import { findCategories } from './categories.ts'

export const handler = endpoint(listCategories, async () => {
  const names = await findCategories()
  return reply(
    200,
    names.map((name) => ({ name })),
    { 'cache-control': 'max-age=60' },
  )
})
