import { endpoint } from 'twelvefold'
import { showEither } from '#contracts/access'
import { callerBody } from './caller-body.ts'
import { apiKey } from './security.ts'

export const handler = endpoint(showEither, ({ caller }) => callerBody(caller), { schemes: { apiKey } })
