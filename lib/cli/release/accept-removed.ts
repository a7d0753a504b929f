import type { ServiceDiff } from '../../contract/diff/diff-service.ts'
import { announcesBreak } from '../../contract/diff/version.ts'

/**
 * Takes services that are gone for announced where the version in `package.json` is a new major one: they have no
 * contract any more that could say it.
 *
 * @param last the version of the last release
 * @param written the version in `package.json`
 */
export const acceptRemoved = (services: readonly ServiceDiff[], last: string, written: string): ServiceDiff[] =>
  services.map((service) =>
    service.after === undefined && announcesBreak(last, written) ? { ...service, unannounced: false } : service,
  )
