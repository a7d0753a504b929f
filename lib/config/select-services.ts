import { ConfigError } from './config-error.ts'

/**
 * The services that `SERVICES` picks, in the project's order; all of them where it is not set.
 *
 * @param names the services that the project has
 * @param wanted the setting `SERVICES`
 * @throws ConfigError with one fault for each name that the project does not have
 * @example
 * selectServices(listServices(project), kitSettings().SERVICES)
 */
export function selectServices(names: readonly string[], wanted: readonly string[] | undefined): string[] {
  const unknown = (wanted ?? []).filter((name) => !names.includes(name))
  if (unknown.length === 0) return names.filter((name) => !wanted || wanted.includes(name))
  const there = names.length > 0 ? `there are ${names.join(', ')}` : 'there are none'
  throw new ConfigError(
    unknown.map((name) => ({ variable: 'SERVICES', message: `there is no service ${JSON.stringify(name)}; ${there}` })),
  )
}
