import { existsSync } from 'node:fs'
import { CommandError } from '../../lib/cli/failure.ts'
import { installedVersions } from './install-node.ts'
import { npm } from './npm.ts'

/** The first Node that runs TypeScript without a flag: the tests are TypeScript. */
const oldest = '22.18.0'

/**
 * The newest release of Node that the registry has of what was asked for.
 *
 * @param wanted `22`, `24.21`, `latest`; an exact version is taken as it is
 * @param cache the folder of installed versions, for a message without a network
 */
export async function newestOf(wanted: string, cache: string, signal: AbortSignal): Promise<string> {
  const exact = /^\d+\.\d+\.\d+$/.test(wanted)
  const version = exact ? wanted : await askRegistry(wanted, cache, signal)
  if (compareVersions(version, oldest) < 0)
    throw new CommandError(
      `Node ${version} cannot run the tests, which are TypeScript: Node ${oldest} is the first that can.`,
    )
  return version
}

async function askRegistry(wanted: string, cache: string, signal: AbortSignal): Promise<string> {
  const known = existsSync(cache) ? installedVersions(cache) : []
  const hint = known.length === 0 ? '' : ` (without a network, --node takes ${known.join(', ')}, which are here)`
  const printed = await npm(
    ['view', `node@${wanted}`, 'version', '--json', '--prefer-online'],
    `The newest release of Node ${wanted} is not known${hint}`,
    signal,
  )
  const found: unknown = printed.trim() === '' ? [] : JSON.parse(printed)
  const newest = [found].flat().map(String).sort(compareVersions).at(-1)
  if (newest === undefined) throw new CommandError(`The registry has no Node ${wanted}.`)
  return newest
}

/** Compares by numbers: npm lists versions as texts, 24.9.0 after 24.21.0. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  const at = left.findIndex((number, at) => number !== right[at])
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}
