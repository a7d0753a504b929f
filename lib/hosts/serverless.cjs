/**
 * What `serverless.yml` reads with `${file(...)}`: the functions of the project, derived from its contracts.
 * Serverless takes CommonJS here; everything else is in `serverless-functions`.
 */
module.exports = async () => {
  const { deploymentOf } = await import('twelvefold/hosts/serverless-functions')
  return deploymentOf(process.cwd(), { offline: process.argv.includes('offline') })
}
