import type { Environment } from './source.ts'

/**
 * Whether this is a developer's desk or a test: there what has to be set elsewhere has a value that will do. `ENV` not set
 * is `dev`.
 */
export const isAtDesk = (env: Environment): boolean => /^(?:dev|test)?$/.test(env.ENV ?? '')

/** Where all services of a desk answer, without a slash at its end. */
export const deskAddress = (env: Environment): string =>
  env.PUBLIC_URL?.replace(/\/+$/, '') || `http://localhost:${env.PORT || 3000}`
