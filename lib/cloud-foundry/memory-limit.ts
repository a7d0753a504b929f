import { spawnSync } from 'node:child_process'
import { readMemory } from './memory-use.ts'

/** How a process is held to an amount of memory. */
export interface MemoryLimit {
  /** For the report. */
  how: string
  /** Stands before the command. */
  prefix: readonly string[]
  /** Looks whether a process has had more; whoever asks has to ask again and again. */
  exceeded: (pid: number) => boolean
}

/**
 * Finds out how a process can be held to an amount of memory here: by a control group as the platform does it, where
 * systemd makes one for whoever asks; else by looking at the peak of its resident memory. That is about the same for a
 * process that writes no files: a group counts the page cache as well, and shared pages only once.
 *
 * `ulimit -v` and `-d` are of no use: Node reserves gigabytes that it never touches.
 */
export function chooseMemoryLimit(bytes: number): MemoryLimit {
  const exceeded = (pid: number): boolean => (readMemory(pid)?.peak ?? 0) > bytes
  const scope = ['systemd-run', ...(process.getuid?.() === 0 ? [] : ['--user']), '--scope', '--quiet', '--collect']
  const prefix = [...scope, '-p', `MemoryMax=${bytes}`, '-p', 'MemorySwapMax=0', '--']
  const [program = '', ...args] = prefix
  if (spawnSync(program, [...args, 'true']).status === 0)
    return { how: 'a control group (systemd-run)', prefix, exceeded }
  if (readMemory(process.pid) === undefined)
    return { how: 'nothing: there are neither control groups nor /proc here', prefix: [], exceeded: () => false }
  return { how: 'the peak of its resident memory', prefix: [], exceeded }
}

/** `128M` → bytes; as the platform reads it, with powers of two. */
export function parseAmount(text: string): number {
  const [, amount = '0', unit = 'B'] = /^(\d+(?:\.\d+)?)\s*([BKMGT])B?$/i.exec(text) ?? []
  return Number(amount) * 1024 ** 'BKMGT'.indexOf(unit.toUpperCase())
}
