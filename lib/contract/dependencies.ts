import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { ContractFault } from './fault.ts'
import type { Project } from './project.ts'

const importOf = /(?:from\s*|import\s*\(\s*|import\s+)(['"])([^'"]+)\1/g

/**
 * Imports that point the wrong way: the kit must not know a service, a service must not import another, and a service
 * reaches the kit by its name only, as a user's own project does. Journeys know neither.
 */
export function findForbiddenImports(project: Project): ContractFault[] {
  const lib = join(project.root, 'lib')
  const faults: ContractFault[] = []
  const journeys = join(project.root, 'journeys')
  for (const file of [...sources(lib), ...sources(project.functions), ...sources(journeys)]) {
    const lines = readFileSync(file, 'utf8').split('\n')
    lines.forEach((text, index) => {
      // Examples in comments import what a user would.
      if (/^\s*(?:\*|\/[/*])/.test(text)) return
      for (const [, , specifier = ''] of text.matchAll(importOf)) {
        const reason = isBelow(file, journeys)
          ? forbidInJourney(project, file, specifier)
          : forbid(project, lib, file, specifier)
        if (reason !== undefined) faults.push({ file, line: index + 1, ...reason })
      }
    })
  }
  return faults
}

function forbid(
  project: Project,
  lib: string,
  file: string,
  specifier: string,
): Pick<ContractFault, 'message' | 'advice'> | undefined {
  const inLib = isBelow(file, lib)
  if (specifier.startsWith('#contracts/')) {
    const service = specifier.slice('#contracts/'.length)
    if (inLib)
      return {
        message: `The kit imports the contract ${specifier}.`,
        advice: 'Take it as a parameter: lib/ knows nothing of any service.',
      }
    // The contract of another service is for a client typed by it; its handlers and data are not reached so.
    return service === serviceOf(project, file)
      ? undefined
      : { message: `This service imports the contract of ${service}.`, advice: 'Services meet over HTTP only.' }
  }
  if (specifier.startsWith('#clients/') && inLib) {
    return {
      message: `The kit imports the client ${specifier}.`,
      advice: 'Take it as a parameter: lib/ knows nothing of any service.',
    }
  }
  if (!specifier.startsWith('.')) return undefined
  const target = resolve(dirname(file), specifier)
  if (inLib && isBelow(target, project.functions)) {
    return {
      message: `The kit imports ${specifier}, a service's file.`,
      advice: 'Turn the arrow round: functions/ imports lib/, never back.',
    }
  }
  if (inLib) return undefined
  if (isBelow(target, lib))
    return {
      message: `A service imports ${specifier} by its path.`,
      advice: "Import the kit by its name: from 'twelvefold'.",
    }
  const [own, other] = [serviceOf(project, file), serviceOf(project, target)]
  if (other !== undefined && own !== other) {
    return {
      message: `${own ?? 'This file'} imports a file of ${other}.`,
      advice: 'Services meet over HTTP only; no service imports another.',
    }
  }
  return undefined
}

/** A journey is outside: it knows services by their clients, and of the kit only what runs it. */
function forbidInJourney(
  project: Project,
  file: string,
  specifier: string,
): Pick<ContractFault, 'message' | 'advice'> | undefined {
  const isKit = /^twelvefold(?:\/(?!smoke$)|$)/.test(specifier)
  const isInside =
    specifier.startsWith('.') && !isBelow(resolve(dirname(file), specifier), join(project.root, 'journeys'))
  if (!isKit && !isInside && !specifier.startsWith('#contracts/')) return undefined
  return {
    message: `This journey imports ${specifier}.`,
    advice: "It knows a deployment from outside: import 'twelvefold/smoke' and '#clients/<service>'.",
  }
}

function serviceOf(project: Project, file: string): string | undefined {
  if (!isBelow(file, project.functions)) return undefined
  const [service, rest] = relative(project.functions, file).split(sep)
  return rest === undefined ? undefined : service
}

const isBelow = (file: string, folder: string): boolean => file.startsWith(folder + sep)

function sources(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
