import type { ConfigFault } from './config-error.ts'
import type { Schema } from './variable.ts'

/** What one service declared, and what was found wrong with it. */
export interface Declaration {
  service: string
  schema: Schema
  faults: readonly ConfigFault[]
}

const declared = new Map<string, Declaration>()

/** Adds variables to what is known of a service. A variable that is declared again replaces its first declaration. */
export function recordDeclaration({ service, schema, faults }: Declaration): void {
  const known = declared.get(service)
  const others = known?.faults.filter((fault) => !(fault.variable in schema)) ?? []
  declared.set(service, { service, schema: { ...known?.schema, ...schema }, faults: [...others, ...faults] })
}

/** What every service loaded so far has declared, by the service's name. */
export function listDeclarations(): Declaration[] {
  return [...declared.values()].sort((a, b) => (a.service < b.service ? -1 : 1))
}
