import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { diffService, type ServiceDiff } from '../../contract/diff/diff-service.ts'
import { createPlaceFinder } from '../../contract/diff/find-place.ts'
import type { OpenApiDocument } from '../../contract/document.ts'
import { ContractError } from '../../contract/fault.ts'
import { loadContract } from '../../contract/load.ts'
import { listServices, type Project } from '../../contract/project.ts'
import { upgrade } from '../../mock/upgrade.ts'
import { CommandError } from '../failure.ts'
import type { ContractSource } from './contract-source.ts'
import { trouble } from './exit-codes.ts'
import { findServiceOf, openSource } from './open-source.ts'

/** What has become of the contracts of a project. */
export interface ProjectDiff {
  /** With what it was compared. */
  source: string
  services: ServiceDiff[]
}

/**
 * Compares the contracts of a project with what they were.
 *
 * @param written a git ref, a file or a URL
 * @param service this one only; all of them unless said
 * @throws {@link CommandError} where they cannot be compared
 */
export async function compareProject(project: Project, written: string, service?: string): Promise<ProjectDiff> {
  const own = listServices(project)
  if (own.length === 0)
    throw new CommandError(
      `There is no contract below ${project.functions}: run this in the root of a project.`,
      trouble,
    )
  const source = await openSource(project, written, own)
  const services = await chooseServices(source, own, service)
  const find = createPlaceFinder()
  const compared: ServiceDiff[] = []
  for (const name of services) {
    const file = join(project.functions, name, 'openapi.yaml')
    const [before, after] = [await source.read(name), await loadOwn(project, file)]
    const options = { ignoreServers: source.ignoreServers === true }
    compared.push(understood(source, () => diffService(name, before, after, (path) => find(file, path), options)))
  }
  return { source: source.name, services: compared }
}

/** Documents of others are not checked beforehand: one may have an object where OpenAPI has a list. */
function understood<Result>({ name }: ContractSource, compare: () => Result): Result {
  try {
    return compare()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new CommandError(
      `${name} cannot be compared. It is not written as OpenAPI has it: ${error.message}.`,
      trouble,
    )
  }
}

async function chooseServices(
  source: ContractSource,
  own: readonly string[],
  service: string | undefined,
): Promise<readonly string[]> {
  const all = [...new Set([...own, ...(source.services ?? [])])].sort()
  if (service !== undefined) {
    if (all.includes(service)) return [service]
    throw new CommandError(`There is no service ${service}; there are ${all.join(', ')}.`, trouble)
  }
  if (!source.isSingle) return all
  const found = findServiceOf(await source.read(''), own)
  if (found !== undefined) return [found]
  throw new CommandError(
    `Its paths do not say which service ${source.name} is of. Name it: twelvefold diff ${source.name} <${own.join('|')}>`,
    trouble,
  )
}

/** Checked as OpenAPI, so that nothing is compared that is not understood; handlers do not matter here. */
async function loadOwn(project: Project, file: string): Promise<OpenApiDocument | undefined> {
  if (!existsSync(file)) return undefined
  const { document, faults } = await loadContract(file)
  if (faults.length > 0)
    throw new CommandError(
      `The contracts of this project are wrong:\n${new ContractError(faults, project.root).message}`,
      trouble,
    )
  return document === undefined ? undefined : upgrade(document, file)
}
