import type { Application } from './manifest.ts'

/**
 * An application as the platform takes it, where its manifest leaves attributes out.
 *
 * Source: Cloud Foundry, "App manifest attribute reference"; the Node buildpack starts by `npm start`.
 *
 * @example
 * withDefaults({ name: 'worker', command: 'node worker.js' }).memory // '1G'
 */
export const withDefaults = (written: Partial<Application> & { name: string }): Application => ({
  path: '.',
  command: 'npm start',
  memory: '1G',
  instances: 1,
  routes: [],
  services: [],
  env: {},
  ...written,
})
