import { pathToFileURL } from 'node:url'
import { Command } from 'commander'
import { watchProject } from '../build/watch.ts'
import { loadEnvironment } from '../config/environment.ts'
import { isDesk, kitSettings } from '../config/kit.ts'
import { openProject } from '../contract/project.ts'
import { type Application, type ApplicationModule, type LoadOptions, loadApplication } from '../hosts/application.ts'
import { choosePort } from '../hosts/claim-port.ts'
import { metricsEndpoints } from '../hosts/metrics-endpoint.ts'
import { serve } from '../hosts/process.ts'
import { describePortError } from '../hosts/start-failure.ts'
import { mockHandler } from '../mock/mock.ts'
import { printReady, sayOneProcess, sayRefused, sayReloaded } from './announce.ts'
import { CommandError, failWith } from './failure.ts'

/** `twelvefold dev`: the process host from the sources, which shows an edit in the next answer. */
export const dev: Command = new Command('dev')
  .description('run every service as one process and reload on change (PORT, SERVICES and ENV say how)')
  .option('--mock', 'answer operations that have no handler from their contract')
  .action(async ({ mock = false }: { mock?: boolean }) => {
    const project = openProject()
    process.setSourceMapsEnabled(true)
    process.on('uncaughtException', (error) => sayRefused(error, 'Nobody caught this error; the process goes on.'))
    const options: LoadOptions = mock ? { mock: mockHandler } : {}
    const load = async (file: string): Promise<Application> => {
      const app = (await import(pathToFileURL(file).href)) as ApplicationModule
      const also = isDesk() ? (await import('../dashboard/dashboard.ts')).openDashboard(app, project.root) : []
      return loadApplication(app, {
        ...options,
        demo: isDesk(),
        probes: true,
        also: async (release) => [...(await metricsEndpoints(release)), ...also],
      })
    }
    try {
      loadEnvironment({ root: project.root })
      await choosePort()
      let application: Application
      const { file } = await watchProject(
        project,
        { mock },
        async (next, ms) => {
          application = await load(next)
          sayReloaded(ms)
        },
        (error) => sayRefused(error),
      )
      application = await load(file)
      const { port } = await serve(() => application)
      printReady(project, port, application.services, 'process host')
      const { WEB_CONCURRENCY: workers } = kitSettings()
      if (workers > 1) sayOneProcess(workers)
    } catch (error) {
      const reason = describePortError(error)
      failWith(reason === undefined ? error : new CommandError(reason))
      process.exit()
    }
  })
