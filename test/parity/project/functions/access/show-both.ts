import { endpoint } from 'twelvefold'
import { showBoth } from '#contracts/access'
import { callerBody } from './caller-body.ts'
import { apiKey } from './security.ts'

export const handler = endpoint(showBoth, ({ caller }) => callerBody(caller), { schemes: { apiKey } })
