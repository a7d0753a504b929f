const tasks = new Set<() => void>()
let installed = false

/**
 * Does something before the bench ends, however it ends: stop a child, remove a folder. Ctrl+C included.
 *
 * @param task synchronous, because nothing else runs at the end of a process
 * @returns does it now, and then no more
 */
export function atEnd(task: () => void): () => void {
  install()
  tasks.add(task)
  return () => {
    if (tasks.delete(task)) task()
  }
}

function install(): void {
  if (installed) return
  installed = true
  process.on('exit', () => {
    // The last first: a server goes before the folder that it runs in.
    for (const task of [...tasks].reverse()) {
      try {
        task()
      } catch {
        // What cannot be undone must not keep the rest from being.
      }
    }
  })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => process.exit(code))
  }
}
