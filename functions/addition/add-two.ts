import { endpoint, problem } from 'twelvefold'
import { addTwo } from '#contracts/addition'
import { sum } from './sum.ts'

export const handler = endpoint(addTwo, ({ query }) => {
  const result = sum([query.a, query.b])
  if (result === undefined) throw problem('unprocessable-content', 'The sum is beyond 9007199254740991 in size.')
  return { result }
})
