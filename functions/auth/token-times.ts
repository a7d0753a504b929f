/** How long access tokens and ID tokens are valid, in seconds. They are not looked up, so this is short. */
export const tokenSeconds = 600

/** How long an authorization code is valid, in seconds (RFC 6749, section 4.1.2: ten minutes at most). */
export const codeSeconds = 60

/** How long a refresh token is valid without being used, and the grant behind it at most, in seconds. */
export const refreshSeconds = 30 * 24 * 3600
export const grantSeconds = 90 * 24 * 3600

/** How long a cache between us and a verifier may keep the key set, in seconds. */
export const keySetSeconds = 60

/** How long the refresh token before the current one still gets the same answer, in ms. */
export const grace = 10_000
