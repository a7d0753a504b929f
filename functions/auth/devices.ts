import { collection, type EndpointEvent, type } from 'twelvefold'
import { readCookie, toCookie, toCookieName } from './cookies.ts'
import { hashOf, randomSecret } from './secrets.ts'

/**
 * A browser in which somebody has logged in with their password before: its attempts are counted by themselves, so that
 * whoever guesses elsewhere cannot keep the owner waiting. It is worth nothing else.
 *
 * Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
export interface Device {
  /** The hash of its cookie together with the address: for another account the same cookie is none. */
  deviceId: string
  subject: string
  /** In seconds since 1970. */
  expiresAt: number
}

export const devices = collection('login-devices', {
  document: type<Device>(),
  key: 'deviceId',
  indexes: { bySubject: ['subject'] },
  ttl: 'expiresAt',
})

const cookieName = toCookieName('auth-device')

/** 180 days from the last login on. */
const deviceSeconds = 180 * 24 * 3600

const deviceIdOf = (secret: string, address: string): string => hashOf(`device ${secret} ${address}`)

/** The device that sends a request, as far as it is one of the account with this address. */
export async function findDevice(event: EndpointEvent, address: string): Promise<Device | undefined> {
  const secret = readCookie(event, cookieName)
  return secret === undefined ? undefined : devices.get(deviceIdOf(secret, address))
}

/**
 * Remembers that somebody has logged in here, always under a new cookie: one that was planted before is worth nothing.
 *
 * @param before what the browser was known as until now
 * @returns the cookie to set
 */
export async function rememberDevice(address: string, subject: string, before: Device | undefined): Promise<string> {
  const secret = randomSecret()
  const expiresAt = Math.floor(Date.now() / 1000) + deviceSeconds
  await devices.insert({ deviceId: deviceIdOf(secret, address), subject, expiresAt })
  if (before !== undefined) await devices.remove(before.deviceId)
  return toCookie(cookieName, secret, deviceSeconds)
}
