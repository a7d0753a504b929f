import { Command, Option } from 'commander'
import { openProject } from '../contract/project.ts'
import { compareProject } from './diff/compare-project.ts'
import { formats } from './diff/diff-formats.ts'
import { trouble } from './diff/exit-codes.ts'
import { failWith } from './failure.ts'
import { compareLastRelease } from './release/compare-release.ts'

const help = `
The source is a file, else a git ref: a branch, a tag, a commit. A URL is a deployment's base, or one document's. Without
one it is the last release: the highest tag vX.Y.Z that leads to HEAD. Where there is none yet, nothing can break.

Exit codes:
  0    nothing breaks, or a new major info.version (a new /v2 path of what is gone) says that it does
  1    something breaks, and nothing says so
  2    the contracts could not be compared: an unknown ref, no OpenAPI document, a contract of this project is wrong
  69   nothing answers at the URL, or the server fails

Examples:
  npm run diff
  npm run diff -- origin/main
  npm run diff -- v1.4.0 catalog
  npm run diff --silent -- https://shop.example.com --format markdown > changes.md`

/** `twelvefold diff`: what has changed in the contracts, and what that asks of clients. */
export const diff: Command = new Command('diff')
  .summary('say what has changed in the contracts, and fail where it breaks clients')
  .description(
    'compare the contracts with what they were: each change is breaking, additive or documentation,\n' +
      'and asks for a version bump; fail where clients break and no new major version says so',
  )
  .argument('[source]', 'what they were: a git ref, a file or a URL (default: the last release)')
  .argument('[service]', 'this service only (default: all of the project)')
  .addOption(new Option('--format <format>', 'what is printed').choices(Object.keys(formats)).default('text'))
  .addHelpText('after', help)
  // What is typed wrongly must not look like a contract that breaks.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : trouble))
  .action(
    async (source: string | undefined, service: string | undefined, { format }: { format: keyof typeof formats }) => {
      const project = openProject()
      const comparing = source === undefined ? compareLastRelease(project) : compareProject(project, source, service)
      const compared = await comparing.catch((error: unknown) => {
        // Nor must what nobody has foreseen.
        failWith(error)
        process.exit(process.exitCode === 1 ? trouble : process.exitCode)
      })
      if (compared === undefined) {
        const none = { source: 'no release', services: [] }
        console.log(
          format === 'text' ? 'There is no release yet, so nothing breaks.' : formats[format](none, project.root),
        )
        return
      }
      console.log(formats[format](compared, project.root))
      if (compared.services.some(({ unannounced }) => unannounced)) process.exitCode = 1
    },
  )
