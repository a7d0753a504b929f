import { type FileHandle, open, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { createLineSplitter } from './split-lines.ts'

/** How often a file is asked for more, in ms: notices of the file system do not come from every file system. */
const intervalMs = 200

/**
 * Reads a file to its end, and then whatever is added, for as long as the process lives. A file that has been cut is read
 * from its start; where a new one has taken its name, as rotation does, that one is.
 */
export async function followFile(path: string, take: (lines: string[]) => Promise<void>): Promise<void> {
  const buffer = Buffer.allocUnsafe(65_536)
  let file = await open(path)
  let splitter = createLineSplitter()
  let offset = 0
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset)
      offset += bytesRead
      if (bytesRead > 0) {
        await take(splitter.add(buffer.subarray(0, bytesRead)))
        continue
      }
      const change = await changeOf(path, file, offset)
      if (change === 'none') await setTimeout(intervalMs)
      else {
        await take(splitter.end())
        splitter = createLineSplitter()
        offset = 0
      }
      if (change === 'replaced') {
        await file.close()
        file = await open(path)
      }
    }
  } finally {
    await file.close()
  }
}

async function changeOf(path: string, file: FileHandle, offset: number): Promise<'none' | 'cut' | 'replaced'> {
  const [named, opened] = await Promise.all([stat(path).catch(() => undefined), file.stat()])
  if (named !== undefined && (named.ino !== opened.ino || named.dev !== opened.dev)) return 'replaced'
  return opened.size < offset ? 'cut' : 'none'
}
