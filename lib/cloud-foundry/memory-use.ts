import { readFileSync } from 'node:fs'

/** Resident memory, in bytes. */
export interface MemoryUse {
  now: number
  /** The most there has been: the kernel keeps it, so that no peak is missed between two looks. */
  peak: number
}

/**
 * The resident memory of a process and of all that it has started. Pages that processes share count for each of them.
 *
 * @returns undefined where there is no /proc, or no such process
 */
export function readMemory(pid: number): MemoryUse | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    const below = children === '' ? [] : children.split(' ').map((child) => readMemory(Number(child)))
    return [{ now: field(status, 'VmRSS'), peak: field(status, 'VmHWM') }, ...below].reduce<MemoryUse>(
      (sum, use) => ({ now: sum.now + (use?.now ?? 0), peak: sum.peak + (use?.peak ?? 0) }),
      { now: 0, peak: 0 },
    )
  } catch {
    return undefined
  }
}

const field = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0) * 1024
