import { join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Command, InvalidArgumentError } from 'commander'
import { readContracts } from '../contract/generate.ts'
import { openProject } from '../contract/project.ts'
import { readName } from '../contract/release.ts'
import { createPackage } from '../sdk/create-package.ts'
import { foreignFolder, writePackage } from '../sdk/write-package.ts'
import { CommandError } from './failure.ts'

const help = `
Examples:
  twelvefold sdk catalog --name @acme/catalog
  twelvefold sdk catalog --out ../catalog-client --version 1.1.0-beta.1

Then try it, and publish it:
  npm pack --dry-run ./sdk/catalog
  npm publish ./sdk/catalog
`

/** The grammar of semver.org, without its capturing groups. */
const semver =
  /^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/

/** `twelvefold sdk`: writes a client package of a service, for users who have neither the kit nor the project. */
export const sdk: Command = new Command('sdk')
  .description('write a typed client of a service as an npm package, for users outside of this project')
  .argument('<service>', 'whose contract')
  .option('-o, --out <folder>', 'where to (default: sdk/<service>); nothing but an earlier client is overwritten')
  .option('--name <name>', 'what the package is called (default: <project>-<service>)', readPackageName)
  .option('--version <version>', "the package's version (default: the contract's)", readVersion)
  .addHelpText('after', help)
  .action(async (service: string, wish: { out?: string; name?: string; version?: string }) => {
    const project = openProject()
    const contracts = await readContracts(project)
    const contract = contracts.find((one) => one.service === service)
    if (contract === undefined) {
      const there = contracts.map((one) => one.service).join(', ')
      throw new CommandError(`There is no service ${JSON.stringify(service)}; there are ${there}.`)
    }
    const folder = resolve(wish.out ?? join(project.root, 'sdk', service))
    const shown = relative(process.cwd(), folder) || '.'
    const foreign = foreignFolder(folder, service)
    if (foreign !== undefined) throw new CommandError(`${shown} ${foreign}. Choose another folder with --out.`)
    const version = wish.version ?? contract.document.info.version
    if (!semver.test(version)) {
      const said = `The contract's version ${JSON.stringify(version)} is none of npm (semver.org).`
      throw new CommandError(`${said} Give one with --version, such as 1.0.0.`)
    }
    const name = wish.name ?? `${readName(project)}-${service}`
    if (!isPackageName(name)) throw new CommandError(`${name} is no name for a package. Give one with --name.`)
    const { files, operations, leftOut } = await createPackage(project, contract, { name, version })
    if (operations === 0) throw new CommandError(`${service} has no operation that is not for browsers only.`)
    writePackage(folder, files)
    const size = gzipSync(files.get('index.js') ?? '').byteLength
    console.log(
      `${name} ${version} in ${shown}: ${operations === 1 ? '1 operation' : `${operations} operations`}, ${(size / 1024).toFixed(1)} KB gzipped`,
    )
    if (leftOut.length > 0) console.log(`left out, as they are for browsers: ${leftOut.join(', ')}`)
  })

const isPackageName = (name: string): boolean =>
  name.length <= 214 && /^(@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/.test(name)

function readPackageName(name: string): string {
  if (isPackageName(name)) return name
  throw new InvalidArgumentError('A package is called like catalog or @acme/catalog, in small letters.')
}

function readVersion(version: string): string {
  if (semver.test(version)) return version
  throw new InvalidArgumentError('A version is like 1.0.0 or 1.1.0-beta.1 (semver.org).')
}
