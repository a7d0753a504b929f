// What the host tells, kept up to date: it is asked for what is new, often while much happens, seldom while nothing does,
// and not at all while nobody looks.

const pace = { busy: 700, idle: 3_000, broken: 5_000 }
const most = { requests: 500, flows: 10_000, lines: 2_000 }

/** Reads JSON from the host. Throws an error with the problem's own words. */
export async function ask(path, options = {}) {
  const response = await fetch(`dev/${path}`, { signal: AbortSignal.timeout(40_000), ...options })
  const body = await response.json()
  if (!response.ok) throw new Error(body.detail ?? body.title ?? `The host answered ${response.status}.`)
  return body
}

/**
 * @param onNews gets what is new: `{ requests, flows, lines, problems }`; `fresh` where everything before is over
 * @param onState gets `live`, `paused` or `broken`
 */
export function createFeed(onNews, onState) {
  const kept = { requests: [], flows: [], lines: [], problems: [] }
  let run
  let seq = 0
  let timer
  let wait = pace.busy
  let paused = false
  let asking = false

  const add = (name, items) => {
    const list = kept[name]
    list.push(...items)
    if (list.length > most[name]) list.splice(0, list.length - most[name])
  }

  async function look() {
    clearTimeout(timer)
    if (asking || paused || document.hidden) return
    asking = true
    try {
      const news = await ask(`events?since=${seq}`)
      if (run !== undefined && news.run !== run) {
        // Another process: its numbers begin anew.
        run = undefined
        seq = 0
        for (const list of Object.values(kept)) list.length = 0
        wait = 0
      } else {
        const fresh = run === undefined
        run = news.run
        seq = news.seq
        for (const name of ['requests', 'flows', 'lines']) add(name, news[name])
        if (news.problems !== undefined) kept.problems = news.problems
        const any = fresh || news.requests.length + news.flows.length + news.lines.length > 0
        wait = any ? pace.busy : Math.min(pace.idle, wait * 1.25)
        if (any) onNews({ ...news, fresh })
      }
      onState(paused ? 'paused' : 'live')
    } catch {
      wait = Math.min(pace.broken, Math.max(pace.busy, wait * 2))
      onState(paused ? 'paused' : 'broken')
    }
    asking = false
    timer = setTimeout(look, wait)
  }

  document.addEventListener('visibilitychange', look)
  return {
    kept,
    look,
    get paused() {
      return paused
    },
    pause(wanted) {
      paused = wanted
      onState(paused ? 'paused' : 'live')
      look()
    },
  }
}
