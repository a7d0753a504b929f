import { type DeclaredVariable, joinDeclarations } from '../config/declared-variables.ts'
import type { Project } from '../contract/project.ts'
import { examineOtherEnvironment } from './examine-other-environment.ts'

/**
 * Lists every variable that the kit and the services of a project declare, at a desk and elsewhere, with nothing set.
 * What services call is read from what the last `generate` has written.
 *
 * @example
 * writeFileSync('.env.example', printEnvironmentExample(await examineDeclarations(openProject())))
 */
export async function examineDeclarations({ root }: Project): Promise<DeclaredVariable[]> {
  const [desk, elsewhere] = await Promise.all(
    ['dev', 'production'].map((ENV) => examineOtherEnvironment(root, { ENV }, { files: false })),
  )
  return joinDeclarations(desk?.rows ?? [], elsewhere?.rows ?? [])
}
