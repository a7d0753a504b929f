import { endpoint } from 'twelvefold'
import { showOptional } from '#contracts/access'
import { callerBody } from './caller-body.ts'

export const handler = endpoint(showOptional, ({ caller }) => callerBody(caller))
