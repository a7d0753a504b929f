import { randomUUID } from 'node:crypto'
import { type Application, type BoundInstance, bindingName } from './manifest.ts'
import { parseAmount } from './memory-limit.ts'

/** What service instances hold: name → credentials. */
export type Instances = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * The environment that the platform and its Node buildpack give to the first instance of an application.
 *
 * Source: Cloud Foundry, "App environment variables"; nodejs-buildpack, `profile.d`.
 *
 * @param application with its placeholders filled
 * @param folder where the application is; its home
 */
export function platformEnvironment(
  application: Application,
  instances: Instances,
  { folder, port }: { folder: string; port: number },
): Record<string, string> {
  const guid = randomUUID()
  const uris = application.routes.map(({ route }) => route)
  const memory = parseAmount(application.memory) / 2 ** 20
  const about = {
    application_id: guid,
    application_name: application.name,
    application_uris: uris,
    name: application.name,
    uris,
    version: randomUUID(),
    instance_index: 0,
    host: '0.0.0.0',
    port,
    limits: { mem: memory, disk: parseAmount(String(application.disk_quota ?? '1G')) / 2 ** 20, fds: 16_384 },
    space_name: 'stage',
    organization_name: 'stage',
    cf_api: 'https://api.example.com',
  }
  return {
    HOME: folder,
    TMPDIR: folder,
    USER: 'vcap',
    LANG: 'en_US.UTF-8',
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    PORT: String(port),
    VCAP_APP_HOST: '0.0.0.0',
    VCAP_APP_PORT: String(port),
    CF_INSTANCE_INDEX: '0',
    CF_INSTANCE_GUID: guid,
    MEMORY_LIMIT: `${memory}m`,
    VCAP_APPLICATION: JSON.stringify(about),
    VCAP_SERVICES: JSON.stringify(bind(application, instances)),
    ...application.env,
  }
}

/** As user-provided instances stand in `VCAP_SERVICES`. */
function bind({ services }: Application, instances: Instances): object {
  const bound = services.map((instance) => {
    const name = bindingName(instance)
    return {
      label: 'user-provided',
      name,
      ...namesOf(instance),
      tags: [],
      credentials: instances[name] ?? {},
      syslog_drain_url: '',
      volume_mounts: [],
    }
  })
  return bound.length === 0 ? {} : { 'user-provided': bound }
}

const namesOf = (instance: BoundInstance): object =>
  typeof instance === 'string'
    ? { instance_name: instance, binding_name: null }
    : { instance_name: instance.name, binding_name: instance.binding_name ?? null }

/** The instances that an application binds and that nobody has given. */
export function missingInstances({ services }: Application, instances: Instances): string[] {
  return services.map(bindingName).filter((name) => !Object.hasOwn(instances, name))
}
