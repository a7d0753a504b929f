/** Packs the kit: `npm run pack`. */
import { join, relative } from 'node:path'
import { packKit } from './pack-kit.ts'

const { file, bytes, files } = packKit(join(import.meta.dirname, '..', 'dist-package'))
const path = relative(process.cwd(), file)
console.log(`${path}: ${files} files, ${Math.round(bytes / 1024)} KB`)
console.log('Begin a project with it: npx twelvefold init ../shop')
