/**
 * Types of the library's single files: its index loads every store that it knows (72 KB), and its types describe the
 * index only.
 */
declare module 'rate-limiter-flexible/lib/BurstyRateLimiter.js' {
  import type { RateLimiterRes } from 'rate-limiter-flexible'

  interface Consuming {
    consume: (key: string) => Promise<RateLimiterRes>
  }
  /** It asks nothing of its two limiters but `consume`. */
  const BurstyRateLimiter: new (rate: Consuming, burst: Consuming) => Consuming
  export default BurstyRateLimiter
}

declare module 'rate-limiter-flexible/lib/RateLimiterMemory.js' {
  export { RateLimiterMemory as default } from 'rate-limiter-flexible'
}

declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  export { RateLimiterRes as default } from 'rate-limiter-flexible'
}
