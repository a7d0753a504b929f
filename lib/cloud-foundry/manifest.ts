/** One application of a manifest: the attributes that the kit writes or reads, and whatever else somebody added. */
export interface Application {
  name: string
  path: string
  command: string
  memory: string
  instances: number
  routes: { route: string }[]
  services: BoundInstance[]
  env: Record<string, string>
  [attribute: string]: unknown
}

/** A service instance: its name, or an object that has it among other attributes. */
export type BoundInstance = string | { name: string; [attribute: string]: unknown }

/** What `cf push` reads. */
export interface Manifest {
  version?: number
  applications: Application[]
  [attribute: string]: unknown
}

/** The name by which a binding is looked for: an instance may be called otherwise in each space. */
export const bindingName = (instance: BoundInstance): string =>
  typeof instance === 'string' ? instance : String(instance.binding_name ?? instance.name)
