import { type FSWatcher, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** How long after the last event an edit counts as done: editors write in several steps, in ms. */
const quietMs = 50

/**
 * Calls `changed` after each edit of the files, one call at a time. Folders are watched, since editors replace files.
 *
 * @param files absolute paths, asked for again after each edit: it may have added one
 * @param failed gets what `changed` throws
 */
export function watchFiles(
  files: () => readonly string[],
  changed: () => Promise<void>,
  failed: (error: unknown) => void,
): void {
  const watchers = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()

  const run = async (): Promise<void> => {
    try {
      await changed()
    } catch (error) {
      failed(error)
    }
    follow()
  }
  const follow = (): void => {
    for (const folder of new Set(files().map((file) => dirname(file)))) {
      if (watchers.has(folder)) continue
      const watcher = watch(folder, (_event, name) => {
        if (name !== null && !files().includes(resolve(folder, name))) return
        clearTimeout(timer)
        timer = setTimeout(() => {
          running = running.then(run)
        }, quietMs)
      })
      watcher.on('error', failed)
      watchers.set(folder, watcher.unref())
    }
  }
  follow()
}
