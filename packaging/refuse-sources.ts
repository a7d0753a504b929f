/**
 * Ends `npm pack` and `npm publish` of the repository itself: Node strips no types below node_modules, so its sources
 * would run nowhere. npm runs this before `npm run pack`, too, which makes the package.
 */
if (/^(?:pack|publish)$/.test(process.env.npm_command ?? '')) {
  console.error('This folder is not the package: npm run pack makes it, in dist-package/.')
  process.exitCode = 1
}
