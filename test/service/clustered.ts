/**
 * A process of three workers on one address, as tests of their metrics need it: `node clustered.ts <module of the
 * application>`. It says on stdout who its workers are, one line of JSON for each.
 */
import cluster from 'node:cluster'
import { pathToFileURL } from 'node:url'
import { claimPort } from '../../lib/hosts/claim-port.ts'
import { runProcess } from '../../lib/hosts/process.ts'
import { answerForWorkers } from '../../lib/observe/metrics/answer-for-workers.ts'

if (cluster.isPrimary) {
  process.env.PORT = String(await claimPort(0, '127.0.0.1'))
  const metrics = answerForWorkers(cluster, 500)
  cluster.on('listening', ({ id, process: { pid } }, { port }) =>
    console.log(JSON.stringify({ worker: id, pid, port })),
  )
  let stopping = false
  cluster.on('exit', () => {
    if (stopping) return
    metrics.countRestart()
    cluster.fork()
  })
  process.on('SIGTERM', () => {
    stopping = true
    cluster.disconnect(() => process.exit(0))
  })
  for (let count = 0; count < 3; count++) cluster.fork()
} else await runProcess(await import(pathToFileURL(process.argv[2] ?? '').href))
