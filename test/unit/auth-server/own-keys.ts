/** Keys for a process that takes the tokens which it signs itself, without fetching anything. Import it first. */
const privateKey = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'own-key',
  x: 'ucOygue4TinyRDs3zVgVR8v-t6WJvsIa0T9qB8gsEeU',
  y: 'C8H6OSS_9WZ0P5fDtStoEVdZ3iDtYFnv5AwgPcxsUWc',
  d: 'ssNAMezKcIQJ7qPFdQo-2rMZDaAgOQ0RciPG-svIIC8',
}
const { d: _, ...publicKey } = privateKey

process.env.AUTH_SIGNING_KEYS = JSON.stringify({ keys: [privateKey] })
process.env.AUTH_JWKS = JSON.stringify({ keys: [{ ...publicKey, alg: 'ES256', use: 'sig' }] })
