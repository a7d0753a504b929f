import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'node_modules/aws-lambda-ric')

/** The entry of the real runtime. */
export const runtime: string = join(folder, 'index.mjs')

/** Why the tests cannot run here. */
export const skip: string | false = existsSync(join(folder, 'rapid-client.node'))
  ? false
  : 'the Lambda runtime is not built: npm ci in test/e2e/lambda-runtime does, with cmake, g++, make, python3 and xz'
