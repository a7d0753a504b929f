import { writeLine } from '../observe/write-line.ts'

/**
 * Stands in for sonic-boom where pino is bundled: what `pino.destination()` makes. It writes to stdout at once, as the
 * kit's own logger does; files and buffers it does not have. sonic-boom would be 3 KB (gz) of each function.
 */
export class StdoutDestination {
  write(line: string): boolean {
    writeLine(line)
    return true
  }

  on(): this {
    return this
  }

  once(): this {
    return this
  }

  removeListener(): this {
    return this
  }

  flush(done?: () => void): void {
    done?.()
  }

  flushSync(): void {}

  end(): void {}
}
