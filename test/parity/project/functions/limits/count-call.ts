import { endpoint } from 'twelvefold'
import { countCall } from '#contracts/limits'

export const handler = endpoint(countCall, () => ({}))
