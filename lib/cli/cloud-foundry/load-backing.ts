import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { StartBacking } from '../../cloud-foundry/backing.ts'
import { usageError } from '../exit-codes.ts'
import { CommandError } from '../failure.ts'

/** @throws CommandError where the file is not there, or exports no function `start` */
export async function loadBacking(file: string): Promise<StartBacking> {
  const path = resolve(file)
  if (!existsSync(path)) throw new CommandError(`There is no ${file}.`, usageError)
  const { start } = (await import(pathToFileURL(path).href)) as { start?: unknown }
  if (typeof start !== 'function') throw new CommandError(`${file} must export a function "start".`, usageError)
  return start as StartBacking
}
