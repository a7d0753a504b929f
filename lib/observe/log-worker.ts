let worker: number | undefined

/** Says which of several workers this process is. Before the first line is logged. */
export function setLogWorker(id: number): void {
  worker = id
}

/** The worker that every log line names; undefined in a process that is the only one. */
export const logWorker = (): number | undefined => worker
