/**
 * How a built project is started where it has 128 MB. A young generation of 4 MB and an old one of 64 MB halve the
 * memory of a loaded process at the same speed; what is left is the code, the stacks, and WebAssembly.
 *
 * @param folder where `server.js` is, from the folder it is started in
 * @example
 * startCommand('dist/') // node --max-semi-space-size=4 --max-old-space-size=64 dist/server.js
 */
export const startCommand = (folder = ''): string =>
  `node --max-semi-space-size=4 --max-old-space-size=64 ${folder}server.js`

/** For platforms that build from the sources, and start what the build has left in `dist/`. */
export const printProcfile = (): string => `web: ${startCommand('dist/')}\n`
