/** Tells a worker what it is, so that a process that is none need not load node:cluster to know. */
export const workerMark = 'TWELVEFOLD_WORKER'

/** Whether this process is a worker of a primary. */
export const isWorker = (): boolean => process.env[workerMark] !== undefined
