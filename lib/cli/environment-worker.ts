import { parentPort, workerData } from 'node:worker_threads'
import { openProject } from '../contract/project.ts'
import { examineEnvironment } from './examine-environment.ts'

/** The thread of `examine-other-environment.ts`: its `process.env` is the environment to look at. */
const { root, files } = workerData as { root: string; files: boolean }
parentPort?.postMessage(await examineEnvironment(openProject(root), { files }))
