import { html } from 'twelvefold'
import type { OAuthClient } from './client.ts'
import { alert, hidden, page } from './page.ts'
import { isScope, scopes } from './scopes.ts'

// Addresses are relative, so that the pages also work below a prefix that a proxy takes away.

export interface LoginForm {
  csrf: string
  /** The authorization request to come back to; empty where there is none. */
  request: string
  clientName?: string | undefined
  email?: string | undefined
  fault?: string | undefined
  notice?: string | undefined
}

/** The page that asks who the user is. */
export const loginPage = ({ csrf, request, clientName, email = '', fault, notice }: LoginForm): string =>
  page(
    'Log in',
    html`${clientName !== undefined && html`<p>to go on to <strong>${clientName}</strong></p>`}
${notice !== undefined && html`<p role="status">${notice}</p>`}
${alert(fault)}
<form method="post" action="login">
${hidden({ csrf, request })}
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${email}"${described(fault)}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${described(fault)}>
<button>Log in</button>
</form>
<p>No account yet? <a href="register?${new URLSearchParams({ request }).toString()}">Register</a></p>`,
  )

const described = (fault: string | undefined) =>
  fault !== undefined && html` aria-invalid="true" aria-describedby="fault"`

export interface RegistrationForm {
  csrf: string
  request: string
  name?: string | undefined
  email?: string | undefined
  fault?: string | undefined
}

/** The page that makes an account. */
export const registrationPage = ({ csrf, request, name = '', email = '', fault }: RegistrationForm): string =>
  page(
    'Register',
    html`${alert(fault)}
<form method="post" action="register">
${hidden({ csrf, request })}
<label for="name">Name</label>
<input id="name" name="name" autocomplete="name" required maxlength="100" value="${name}">
<label for="email">E-mail address</label>
<input id="email" name="email" type="email" autocomplete="username" required maxlength="254" value="${email}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="new-password" required minlength="8" aria-describedby="rule">
<small id="rule">8 characters or more; a few words are easier to remember than signs.</small>
<button>Register</button>
</form>
<p>You have an account? <a href="login?${new URLSearchParams({ request }).toString()}">Log in</a></p>`,
  )

/** The page that asks whether a client may do what it asks for. */
export const consentPage = (form: {
  csrf: string
  request: string
  client: OAuthClient
  scope: readonly string[]
  name: string
}): string =>
  page(
    `Allow ${form.client.name}?`,
    html`<p>You are logged in as <strong>${form.name}</strong>. If you allow it, <strong>${form.client.name}</strong> may</p>
<ul>${form.scope.map((word) => html`<li>${isScope(word) ? scopes[word] : word}</li>`)}</ul>
<form method="post" action="authorize">
${hidden({ csrf: form.csrf, request: form.request })}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny" class="quiet">Deny</button>
</form>`,
  )

/** The page that asks whether the user wants to log out: an address alone must not do it. */
export const logoutPage = (form: { csrf: string; fields: Record<string, string> }): string =>
  page(
    'Log out?',
    html`<form method="post" action="logout">
${hidden({ csrf: form.csrf, ...form.fields })}
<button>Log out</button>
</form>`,
  )

/** A page that only says something. */
export const messagePage = (title: string, message: string): string => page(title, html`<p>${message}</p>`)
