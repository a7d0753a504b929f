import { endpoint } from 'twelvefold'
import { showCaller } from '#contracts/access'
import { callerBody } from './caller-body.ts'

export const handler = endpoint(showCaller, ({ caller }) => callerBody(caller))
