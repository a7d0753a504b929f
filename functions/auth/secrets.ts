import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** A value that nobody can guess: 256 bits in base64url, 43 characters. */
export const randomSecret = (): string => randomBytes(32).toString('base64url')

/** What is kept of a secret value of 256 random bits: such a value needs no slow hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** A value that whoever knows `key` can make again, and nobody else. */
export const derive = (key: string, purpose: string): string =>
  createHmac('sha256', key).update(purpose).digest('base64url')

/** Compares in a time that says nothing about where the texts differ, nor how long the kept one is. */
export const isSame = (given: string, kept: string): boolean =>
  timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(kept).digest())
