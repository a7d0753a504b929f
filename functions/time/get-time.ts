import { endpoint, reply } from 'twelvefold'
import { getTime } from '#contracts/time'
import { readClock } from './clock.ts'

export const handler = endpoint(getTime, () => reply(200, readClock(), { 'cache-control': 'no-store' }))
