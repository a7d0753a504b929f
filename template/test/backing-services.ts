import type { StartBacking } from 'twelvefold/stage'

/** What stands in for the service instances of Cloud Foundry while `npm run stage` tries an application. */
export const start: StartBacking = async () => ({
  instances: { store: { url: 'sqljs::memory:', 'cursor-secret': 'only for a stage' } },
  vars: { metrics_token: 'only for a stage' },
})
