import { endpoint, problem } from 'twelvefold'
import { addMany } from '#contracts/addition'
import { sum } from './sum.ts'

export const handler = endpoint(addMany, ({ body }) => {
  const result = sum(body.operands)
  if (result === undefined) throw problem('unprocessable-content', 'The sum is beyond 9007199254740991 in size.')
  return { result }
})
