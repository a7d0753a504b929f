import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Project } from '../contract/project.ts'
import { isJourney, type Journey } from './journey.ts'

/**
 * The journeys that the files of `journeys/` export, file by file.
 *
 * @throws Error where a file exports none, or two have one name
 */
export async function loadJourneys({ root }: Pick<Project, 'root'>): Promise<Journey[]> {
  const folder = join(root, 'journeys')
  if (!existsSync(folder)) return []
  const found = new Map<string, Journey>()
  for (const file of readdirSync(folder)
    .filter((name) => /(?<!\.d|\.test)\.[jt]s$/.test(name))
    .sort()) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>
    const own = Object.values(module).filter(isJourney)
    if (own.length === 0) throw new Error(`journeys/${file} exports no journey: export const … = journey(…)`)
    for (const one of own) {
      if (found.has(one.name)) throw new Error(`journeys/${file}: there is a journey "${one.name}" already`)
      found.set(one.name, one)
    }
  }
  return [...found.values()]
}
