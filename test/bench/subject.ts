import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { testIssuer } from '../fakes/tokens.ts'
import { makeFolder } from './temporary.ts'

/** The checkout that the bench belongs to. */
export const checkout = join(import.meta.dirname, '..', '..')

/** What is measured: a copy of a checkout, built. Nothing that the bench does shows in the checkout itself. */
export interface Subject {
  name: string
  root: string
}

/**
 * What a host needs to know for services that keep data, take tokens and call each other: an empty store in memory, a
 * pinned key, an address where nobody is. No access log: what it is compared with writes none either.
 */
export const hostVariables = {
  ACCESS_LOG: 'off',
  STORE_URL: 'sqljs::memory:',
  CURSOR_SECRET: 'secret of the bench',
  CATALOG_URL: 'http://127.0.0.1:9',
  ORDERS_URL: 'http://127.0.0.1:9',
  AUTH_CLIENT_ID: 'bench',
  AUTH_CLIENT_SECRET: 'secret of the bench',
  ...testIssuer,
}

/** What a project is made of, as far as it is built and run. */
const parts = ['lib', 'functions', 'env', 'package.json', 'serverless.yml', 'tsconfig.json']

/** Copies a checkout as it is on the disk, with what is not committed. */
export function copyCheckout(name: string, from: string = checkout): Subject {
  const root = makeFolder('project')
  for (const part of parts) {
    if (existsSync(join(from, part))) cpSync(join(from, part), join(root, part), { recursive: true })
  }
  symlinkSync(join(checkout, 'node_modules'), join(root, 'node_modules'), 'junction')
  return { name, root }
}

/** `twelvefold <command>` in the subject's folder; a command and its arguments have no spaces. */
export function runCommand({ root }: Subject, command: string, env: Record<string, string> = {}): void {
  runScript(root, join(root, 'lib', 'cli', 'main.ts'), command.split(' '), env)
}

const built = new Map<string, Set<string>>()

/** Does a step of the build once for each subject. */
function once({ root }: Subject, step: string, work: () => void): void {
  const done = built.get(root) ?? new Set()
  built.set(root, done)
  if (done.has(step)) return
  work()
  done.add(step)
}

/** Builds the process host, if need be. @returns the file to run */
export function buildServer(subject: Subject): string {
  once(subject, 'server', () => runCommand(subject, 'build'))
  return join(subject.root, 'dist', 'server.js')
}

/** Compiles the contracts, if need be. */
export function generateContracts(subject: Subject): void {
  once(subject, 'contracts', () => runCommand(subject, 'generate'))
}

/** One packaged function: where it is, and the routes that lead to it. */
export interface PackagedFunction {
  name: string
  routes: string[]
}

/** Bundles the functions as `twelvefold package` does, if need be, without making zips of them. */
export function buildFunctions(subject: Subject): PackagedFunction[] {
  const list = join(subject.root, 'dist', 'functions.json')
  once(subject, 'functions', () => runScript(subject.root, join(import.meta.dirname, 'cold', 'build-functions.ts'), []))
  return JSON.parse(readFileSync(list, 'utf8')) as PackagedFunction[]
}

export const functionFile = ({ root }: Subject, name: string): string => join(root, 'dist', 'lambda', name, 'index.mjs')

/** Runs a script of Node in a folder; what it prints is shown only where it fails. */
export function runScript(
  cwd: string,
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): string {
  return execFileSync(process.execPath, [file, ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 300_000,
    env: { ...process.env, ENV: 'production', LOG_LEVEL: 'warn', ...env },
  })
}
