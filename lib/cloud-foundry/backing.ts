import type { Instances } from './platform-environment.ts'

/** What `twelvefold stage` asks for backing services. */
export interface BackingWish {
  /** Where the application will be. */
  url: string
  /** The services that it runs. */
  services: readonly string[]
  /** The environment's name: of its `env/<ENV>.env`. */
  environment: string
}

/** What stands in for the service instances of a space while an application is staged. */
export interface Backing {
  /** What the instances hold: name → credentials. */
  instances: Instances
  /** Variables as `cf set-env` sets them. */
  env?: Readonly<Record<string, string>>
  /** Values for the manifest's `((placeholders))`. */
  vars?: Readonly<Record<string, string>>
  /** The client that the smoke journeys get tokens with. */
  smoke?: { clientId: string; clientSecret: string }
  close?: () => Promise<void>
}

/**
 * What the module that `--services` names exports as `start`.
 *
 * @example
 * import type { StartBacking } from 'twelvefold/stage'
 *
 * export const start: StartBacking = async () => ({
 *   instances: { store: { url: 'sqljs::memory:', 'cursor-secret': 'only for a stage' } },
 * })
 */
export type StartBacking = (wish: BackingWish) => Promise<Backing>
