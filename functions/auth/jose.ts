/** What is used of jose: of `import('jose')` itself no bundler leaves anything out. */
export { createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT } from 'jose'
