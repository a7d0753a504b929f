/**
 * Changes a contract of the project in the current folder and compiles it again, as the watcher of `twelvefold dev`
 * does: in one process, which has compiled everything before. Prints the ms of each time as JSON.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { editContract } from './edits.ts'

const load = (path: string): Promise<unknown> => import(pathToFileURL(join(process.cwd(), 'lib', path)).href)

const { openProject } = (await load('contract/project.ts')) as typeof import('../../../lib/contract/project.ts')
const { generate } = (await load('contract/generate.ts')) as typeof import('../../../lib/contract/generate.ts')

const project = openProject()
await generate(project)
const times: number[] = []
for (let count = Number(process.argv[2] ?? 9); count > 0; count--) {
  editContract(project.root)
  const started = performance.now()
  await generate(project)
  times.push(performance.now() - started)
}
console.log(JSON.stringify(times))
