import type { Endpoint, ServiceModule } from '../hosts/application.ts'

/** The endpoints of the docs portal. */
export function docsEndpoints(
  _services: readonly ServiceModule[],
  _release: { version: string; commit: string },
): Endpoint[] {
  return []
}
