import { deriveApplications } from '../../cloud-foundry/derive-applications.ts'
import { printManifest, readManifest } from '../../cloud-foundry/manifest-file.ts'
import { mergeManifest } from '../../cloud-foundry/merge-manifest.ts'
import { printProcfile } from '../../cloud-foundry/start-command.ts'
import type { CompiledContract } from '../../contract/generate.ts'
import type { Project } from '../../contract/project.ts'
import { examineDeclarations } from '../examine-declarations.ts'

/**
 * The files by which a platform starts the project, as they should be: name → text. What services call is read from
 * what the last `generate` has written.
 *
 * @throws ConfigError where the manifest that is there is none
 */
export async function deriveFiles(
  project: Project,
  contracts: readonly CompiledContract[],
): Promise<Record<string, string>> {
  const variables = await examineDeclarations(project)
  const services = contracts.map(({ service, operations }) => ({ service, paths: operations.map(({ path }) => path) }))
  const derived = deriveApplications(project, services, variables)
  return {
    'manifest.yml': printManifest(project, mergeManifest(readManifest(project), derived, variables)),
    Procfile: printProcfile(),
  }
}
