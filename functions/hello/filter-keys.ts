import { endpoint } from 'twelvefold'
import { filterKeys } from '#contracts/hello'

export const handler = endpoint(filterKeys, ({ body }) =>
  Object.fromEntries(Object.entries(body).filter(([key]) => /^a/i.test(key))),
)
