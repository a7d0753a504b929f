import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'
import type { ClientCredentials } from '../../smoke/tokens.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'

export function parseIssuer(text: string): string {
  if (URL.canParse(text) && /^https?:/i.test(text)) return text
  throw new InvalidArgumentError('Write the address of an issuer, such as https://login.example.com.')
}

export function parseConcurrency(text: string): number {
  if (/^[1-9]\d?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a number from 1 to 99.')
}

/** A part of a name, in small or capital letters; between slashes a regular expression. */
export function parsePattern(text: string): (name: string) => boolean {
  const [, source] = /^\/(.+)\/$/.exec(text) ?? []
  if (source === undefined) return (name) => name.toLowerCase().includes(text.toLowerCase())
  try {
    const pattern = new RegExp(source, 'i')
    return (name) => pattern.test(name)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

/**
 * The client that gets tokens: its id from the option, else from `SMOKE_CLIENT_ID`; its secret from a file (`-` is the
 * standard input), else from `SMOKE_CLIENT_SECRET`. No option is the secret itself: everybody on a machine sees those.
 */
export function readCredentials(options: {
  clientId?: string
  clientSecretFile?: string
}): ClientCredentials | undefined {
  const clientId = options.clientId || process.env.SMOKE_CLIENT_ID || undefined
  const clientSecret = readSecret(options.clientSecretFile)
  if (clientId === undefined && clientSecret === undefined) return undefined
  if (clientId === undefined)
    throw new CommandError('There is a secret, and no client: set SMOKE_CLIENT_ID.', usageError)
  if (clientSecret === undefined)
    throw new CommandError(
      `The client ${clientId} has no secret: set SMOKE_CLIENT_SECRET, or name a file with --client-secret-file.`,
      usageError,
    )
  return { clientId, clientSecret }
}

function readSecret(file: string | undefined): string | undefined {
  if (file === undefined) return process.env.SMOKE_CLIENT_SECRET || undefined
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`, usageError)
  }
}
