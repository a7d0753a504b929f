import { InvalidArgumentError } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { usageError } from './exit-codes.ts'
import { CommandError } from './failure.ts'

/** `https://api.example.com/shop`, without a slash at its end. */
export function parseBase(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError('Write the address of a deployment, such as https://api.example.com.')
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('An address has no query, no fragment and no user.')
  return url.href.replace(/\/+$/, '')
}

/** The help of the option that names a variable. */
export const urlFromOption = ['--url-from <variable>', 'take the address from this environment variable'] as const

/**
 * The address of a deployment, from the argument or from the environment variable that is named: so a script of
 * package.json can be the same for every environment and shell.
 *
 * @throws ConfigError where the variable is missing or no address; CommandError where nothing or both are given
 */
export function readUrl(
  command: string,
  url: string | undefined,
  variable: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): string {
  if (url !== undefined && variable !== undefined)
    throw new CommandError('An address is given, and --url-from names a variable: one of them is enough.', usageError)
  if (url !== undefined) return url
  if (variable === undefined) throw new CommandError(`Say which deployment: twelvefold ${command} <url>`, usageError)
  const value = env[variable]
  if (!value)
    throw new ConfigError([
      { variable, message: 'is required: the address of the deployment, such as https://shop.example.com' },
    ])
  try {
    return parseBase(value)
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    throw new ConfigError([{ variable, message: `is "${value}". ${error.message}` }])
  }
}
