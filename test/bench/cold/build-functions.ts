/**
 * Bundles the functions of the project in the current folder with that project's own code, which may be that of an
 * older commit. Writes beside them which routes lead to each.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const load = (path: string): Promise<unknown> => import(pathToFileURL(join(process.cwd(), 'lib', path)).href)

const { openProject } = (await load('contract/project.ts')) as typeof import('../../../lib/contract/project.ts')
const { generate } = (await load('contract/generate.ts')) as typeof import('../../../lib/contract/generate.ts')
const { listFunctions } = (await load('build/functions.ts')) as typeof import('../../../lib/build/functions.ts')
const { buildFunctions } = (await load('build/build-lambda.ts')) as typeof import('../../../lib/build/build-lambda.ts')

const project = openProject()
const { routes } = await generate(project)
const functions = listFunctions(project, routes)
await buildFunctions(project, functions)
const list = functions.map(({ name, routes: leading }) => ({ name, routes: leading }))
writeFileSync(join(project.dist, 'functions.json'), JSON.stringify(list))
