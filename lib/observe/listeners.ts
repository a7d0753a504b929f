type Listener<Event> = (event: Event) => void

/** Something that happens again and again, and those who want to hear of it. */
export interface Listeners<Event> {
  /**
   * Hears of every event from now on. A listener must not throw, and costs every event what it costs.
   *
   * @returns what ends it
   */
  on: (listener: Listener<Event>) => () => void
  tell: (event: Event) => void
  /** Whether anybody wants to hear: else nothing has to be measured. */
  readonly any: boolean
}

/**
 * Makes a list of listeners.
 *
 * @example
 * const answers = listeners<{ status: number }>()
 * const stop = answers.on(({ status }) => console.log(status))
 * answers.tell({ status: 200 })
 */
export function listeners<Event>(): Listeners<Event> {
  let list: readonly Listener<Event>[] = []
  return {
    on(listener) {
      list = [...list, listener]
      return () => {
        list = list.filter((other) => other !== listener)
      }
    },
    tell(event) {
      for (const listener of list) listener(event)
    },
    get any() {
      return list.length > 0
    },
  }
}
