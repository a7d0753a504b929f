import { endpoint, reply } from 'twelvefold'
import { keepNote } from '#contracts/access'

let kept = 0

/** Counts how often it was called: what a fixture may do and a service may not. */
export const handler = endpoint(keepNote, ({ body }) => reply(201, { text: body.text, kept: ++kept }))
