import { defaultSecurityHeaders } from '../endpoint/security-headers.ts'

/** What every page may do: load style and images from its own origin. Swagger UI's style has images as `data:`. */
const basics = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
]

/** The security headers of a page without script: the kit's own, with a policy that lets it have its style. */
export const pageHeaders: Readonly<Record<string, string>> = withPolicy(basics)

/**
 * The security headers of the portal, which also runs its script and calls the services.
 *
 * @param publicUrl where the contracts send calls, if that is known
 */
export function portalHeaders(publicUrl: string | undefined): Readonly<Record<string, string>> {
  const services = publicUrl === undefined ? '' : ` ${new URL(publicUrl).origin}`
  return withPolicy([...basics, "script-src 'self'", `connect-src 'self'${services}`])
}

function withPolicy(directives: readonly string[]): Readonly<Record<string, string>> {
  return { ...defaultSecurityHeaders, 'content-security-policy': directives.join('; ') }
}
