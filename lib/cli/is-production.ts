/** Whether people who are not customers should think twice here: `production`, `prod`, `production-eu`. */
export const isProduction = (environment: string): boolean => /^prod(?:uction)?(?:-|$)/.test(environment)
