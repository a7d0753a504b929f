import type { ServiceCommand } from './service-command.ts'

/** What `twelvefold` can do. */
export const commands: Record<string, ServiceCommand> = {
  start: {
    summary: 'run every service offline, in the AWS emulator, and reload on change',
    load: async () => (await import('./start.ts')).start,
  },
  dev: {
    summary: 'run every service as one process, and reload on change',
    load: async () => (await import('./dev.ts')).dev,
  },
  mock: {
    summary: 'answer a contract from its examples and schemas',
    load: async () => (await import('./mock.ts')).mock,
  },
  generate: {
    summary: 'compile the contracts',
    load: async () => (await import('./generate.ts')).generateCommand,
  },
  check: {
    summary: 'check contracts, handlers and dependency directions',
    load: async () => (await import('./check.ts')).check,
  },
  diff: {
    summary: 'say what has changed in the contracts, and fail where it breaks clients',
    load: async () => (await import('./diff.ts')).diff,
  },
  routes: {
    summary: 'print the route table',
    load: async () => (await import('./routes.ts')).routes,
  },
  env: {
    summary: 'print the environment variables, or check them',
    load: async () => (await import('./env.ts')).env,
  },
  shell: {
    summary: 'work with operations, collections and settings, by hand or from a script',
    load: async () => (await import('./shell.ts')).shell,
  },
  logs: {
    summary: 'read logs: for people, by what is asked for, counted, or as a trace',
    load: async () => (await import('./logs.ts')).logs,
  },
  smoke: {
    summary: 'try a deployment from outside: its contracts, and the journeys',
    load: async () => (await import('./smoke.ts')).smoke,
  },
  monitor: {
    summary: 'watch a deployment for some minutes, and fail where it is not well',
    load: async () => (await import('./monitor.ts')).monitor,
  },
  seed: {
    summary: 'load the demo data',
    load: async () => (await import('./seed.ts')).seed,
  },
  recover: {
    summary: 'finish or take back what was left half done',
    load: async () => (await import('./recover.ts')).recoverCommand,
  },
  export: {
    summary: "write a service's data as NDJSON",
    load: async () => (await import('./export.ts')).exportCommand,
  },
  import: {
    summary: "read a service's data from NDJSON",
    load: async () => (await import('./import.ts')).importCommand,
  },
  store: {
    summary: 'make, look at or remove the tables of the store',
    load: async () => (await import('./store.ts')).store,
  },
  build: {
    summary: 'bundle the process host into dist/server.js',
    load: async () => (await import('./build.ts')).buildCommand,
  },
  package: {
    summary: 'make one zip per function for AWS Lambda',
    load: async () => (await import('./package.ts')).packageCommand,
  },
  deploy: {
    summary: 'bring what is checked out to Cloud Foundry or AWS, or go back',
    load: async () => (await import('./deploy.ts')).deploy,
  },
  sdk: {
    summary: 'write a typed client of a service as an npm package',
    load: async () => (await import('./sdk.ts')).sdk,
  },
  manifest: {
    summary: 'bring manifest.yml and Procfile up to the contracts',
    load: async () => (await import('./manifest.ts')).manifest,
  },
  stage: {
    summary: 'do locally what cf push does with an application, and try it',
    load: async () => (await import('./stage.ts')).stage,
  },
  release: {
    summary: 'raise the version, write the changelog and set the tag, in one commit',
    load: async () => (await import('./release.ts')).release,
  },
  new: {
    summary: 'add a running service: contract, handlers, collection, tests',
    load: async () => (await import('./new.ts')).newCommand,
  },
  init: {
    summary: 'start a new project that depends on the packed kit',
    load: async () => (await import('./init.ts')).init,
  },
}
