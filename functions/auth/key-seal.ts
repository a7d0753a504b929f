import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** A text that only whoever knows the secret can read or change: AES-256-GCM, as `iv.tag.data` in base64url. */
export function seal(text: string, secret: string, about: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), iv).setAAD(Buffer.from(about))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url')).join('.')
}

/** @throws Error where the secret is another, or somebody has changed the text or what it is about */
export function unseal(sealed: string, secret: string, about: string): string {
  const [iv = Buffer.alloc(0), tag = Buffer.alloc(0), data = Buffer.alloc(0)] = sealed
    .split('.')
    .map((part) => Buffer.from(part, 'base64url'))
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), iv, { authTagLength: 16 }).setAAD(Buffer.from(about))
  return Buffer.concat([decipher.setAuthTag(tag).update(data), decipher.final()]).toString('utf8')
}

/** The secret is expected to be random, so that it needs no slow derivation. */
const keyOf = (secret: string): Buffer => createHash('sha256').update(`signing keys ${secret}`).digest()
