import type { Application, Manifest } from '../../cloud-foundry/manifest.ts'
import { readManifest } from '../../cloud-foundry/manifest-file.ts'
import type { Project } from '../../contract/project.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'

export interface Chosen {
  manifest: Manifest
  applications: Application[]
}

/**
 * The applications of a project's manifest that are wanted: those of these names, else the first.
 *
 * @throws CommandError where there is no manifest, or an application is not in it
 */
export function chooseApplications(project: Project, wanted: readonly string[] | undefined): Chosen {
  const manifest = readManifest(project) ?? { applications: [] }
  const { applications } = manifest
  const names = applications.map(({ name }) => name)
  if (names.length === 0)
    throw new CommandError('There is no manifest.yml: "twelvefold manifest" writes one.', usageError)
  const unknown = wanted?.find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new CommandError(
      `There is no application ${unknown} in manifest.yml; there are ${names.join(', ')}.`,
      usageError,
    )
  const chosen =
    wanted === undefined ? applications.slice(0, 1) : applications.filter(({ name }) => wanted.includes(name))
  return { manifest, applications: chosen }
}
