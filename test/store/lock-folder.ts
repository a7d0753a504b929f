/** Takes a folder, says whether it got it, and keeps it until it is killed. */
import { lockFolder } from '../../lib/store/sqljs/folder-lock.ts'

const lock = await lockFolder(process.argv[2] ?? '')
console.log(lock === undefined ? 'refused' : 'taken')
setInterval(() => undefined, 1_000)
