import { endpoint } from 'twelvefold'
import { greet } from '#contracts/hello'

export const handler = endpoint(greet, ({ path }) => ({ message: `Hello ${path.name}` }))
