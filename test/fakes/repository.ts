import { execFileSync } from 'node:child_process'
import type { TestContext } from 'node:test'
import type { Project } from '../../lib/contract/project.ts'
import { createProject, handler, writeFiles } from './project.ts'

/** Who commits, and that no setting of whoever runs the tests counts. */
export const gitEnvironment: Record<string, string> = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@mail.example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@mail.example.org',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
}

/** A project in a git repository of its own. */
export interface Repository {
  project: Project
  git: (...args: string[]) => string
  /** Writes files, and commits them with what else has changed. Returns the commit. */
  commit: (message: string, files?: Record<string, string>) => string
}

/** A contract of one operation for each path, `/shop/items` say. */
export function shop(version: string, paths: string[] = ['/shop/items'], limit = 100): string {
  const items = paths.map(
    (path, index) => `  ${path}:
    get:
      operationId: list${index === 0 ? '' : index}Items
      parameters: [{ name: limit, in: query, schema: { type: integer, maximum: ${limit} } }]
      responses: { "200": { description: All items., content: { text/plain: { schema: { type: string } } } } }
`,
  )
  return `openapi: 3.1.0\ninfo: { title: Shop, version: ${version} }\nsecurity: []\npaths:\n${items.join('')}`
}

export const contractFile = 'functions/shop/openapi.yaml'

const manifest = {
  name: 'shop',
  version: '1.0.0',
  type: 'module',
  imports: { '#contracts/*': './generated/contracts/*/index.js' },
}

const lock = {
  name: 'shop',
  version: '1.0.0',
  lockfileVersion: 3,
  packages: { '': { name: 'shop', version: '1.0.0' } },
}

/** A repository whose branch `main` has one commit: a project of one service, in version 1.0.0. */
export function createRepository(context: Pick<TestContext, 'after'>, files: Record<string, string> = {}): Repository {
  Object.assign(process.env, gitEnvironment)
  const project = createProject(context, {
    'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'package-lock.json': `${JSON.stringify(lock, null, 2)}\n`,
    '.gitignore': 'node_modules\ngenerated\ndist\n',
    [contractFile]: shop('1.0.0'),
    'functions/shop/list-items.ts': handler('listItems', '"Lamp"'),
    ...files,
  })
  const repository = openRepository(project)
  repository.git('init', '--quiet', '--initial-branch=main')
  repository.commit('Begin')
  return repository
}

/** A repository that is there already: a clone, say. */
export function openRepository(project: Project): Repository {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: project.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  const commit = (message: string, files: Record<string, string> = {}): string => {
    writeFiles(project.root, files)
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--message', message)
    return git('rev-parse', 'HEAD')
  }
  return { project, git, commit }
}
