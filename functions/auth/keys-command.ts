import { Command } from 'commander'
import { publishedKeys, rotateKeys } from './signing-keys.ts'

const toTime = (ms: number): string => (ms <= 0 ? 'always' : new Date(ms).toISOString())

const rotate = new Command('rotate')
  .description('publish a new key; it signs fifteen minutes later, when everybody knows it')
  .action(async (_options: object, command: Command) => {
    try {
      const key = await rotateKeys()
      if (key === undefined) return command.error('The last new key has not begun to sign yet.')
      console.log(`${key.jwk.kid} is published and signs from ${toTime(key.signsFrom)}`)
    } catch (error) {
      command.error(error instanceof Error ? error.message : String(error))
    }
  })

const list = new Command('list')
  .description('list the keys that are published, in the order in which they sign')
  .action(async () => {
    for (const { jwk, signsFrom } of await publishedKeys()) console.log(`${jwk.kid}\tsigns from ${toTime(signsFrom)}`)
  })

/** `twelvefold keys`: the keys that are kept in the store. */
export const keys: Command = new Command('keys')
  .description('the signing keys of the store that STORE_URL names')
  .addCommand(rotate)
  .addCommand(list)
