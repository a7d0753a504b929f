import { endpoint } from 'twelvefold'
import { getHello } from '#contracts/hello'

export const handler = endpoint(getHello, () => 'Hello world\n')
