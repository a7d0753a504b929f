// The portal in the browser. The address says what is shown: #/<service> or #/<service>/<operation>. Swagger UI is large,
// so it is loaded when the first service is opened.

const list = document.querySelector('.services')
// Swagger UI brings a <main> of its own.
const main = document.getElementById('main')
const found = document.getElementById('found')
const filter = document.getElementById('filter')
const dark = matchMedia('(prefers-color-scheme: dark)')
const narrow = matchMedia('(max-width: 56rem)')
const pageTitle = document.title

/** Opened services, by name: each keeps what was typed into it. */
const opened = new Map()

// Without a script the ids make deep links scroll; with it they would scroll the page under the reader.
for (const element of list.querySelectorAll('[id^="/"]')) element.removeAttribute('id')

function followColours() {
  document.documentElement.classList.toggle('dark-mode', dark.matches)
}

function readRoute() {
  try {
    const [, service = '', operation = ''] = decodeURIComponent(location.hash.slice(1)).split('/')
    const section = [...list.querySelectorAll('.service')].find(({ dataset }) => dataset.service === service)
    const link = [...(section?.querySelectorAll('[data-operation]') ?? [])].find(
      ({ dataset }) => dataset.operation === operation,
    )
    return { service, section, operation: link === undefined ? '' : operation, link }
  } catch {
    return { service: '', operation: '' }
  }
}

function showRoute() {
  const { service, section, operation, link } = readRoute()
  for (const current of list.querySelectorAll('[aria-current]')) current.removeAttribute('aria-current')
  document.body.classList.toggle('chosen', section !== undefined)
  main.hidden = section === undefined
  document.title = pageTitle
  if (section === undefined) return
  const serviceLink = section.querySelector('.name')
  const current = link ?? serviceLink
  current.setAttribute('aria-current', 'page')
  current.scrollIntoView({ block: 'nearest' })
  const name = link === undefined ? undefined : nameOf(link)
  document.title = [name, serviceLink.textContent, pageTitle].filter((part) => part !== undefined).join(' – ')
  const view = openService(service, serviceLink.textContent)
  for (const other of opened.values()) other.element.hidden = other !== view
  view.show(operation, name)
  if (narrow.matches) main.focus()
  scrollTo(0, 0)
}

const nameOf = (link) => link.querySelector('.summary').textContent || link.dataset.operation

function openService(service, title) {
  const known = opened.get(service)
  if (known !== undefined) return known
  const trail = create('nav', 'trail')
  trail.setAttribute('aria-label', 'Where you are')
  const heading = create('h2')
  const place = create('div')
  const element = create('div')
  element.append(trail, heading, place)
  main.append(element)
  let wanted = ''
  let started = false
  let ui

  function start() {
    started = true
    place.textContent = 'Loading …'
    loadSwagger().then(
      () => {
        const loaded = startSwagger(service, place, () => {
          ui = loaded
          pick(ui, wanted)
        })
      },
      () => {
        // The next click tries again.
        started = false
        place.replaceChildren(create('p', 'failure', 'Swagger UI could not be loaded. Are you still connected?'))
      },
    )
  }

  const view = {
    element,
    show(operation, name) {
      wanted = operation
      element.classList.toggle('one', operation !== '')
      const steps = [link('#/', 'All operations'), ' / ']
      if (operation === '') steps.push(here(title))
      else steps.push(link(`#/${encodeURIComponent(service)}`, title), ' / ', here(name))
      trail.replaceChildren(...steps)
      heading.textContent = name ?? ''
      heading.hidden = name === undefined
      if (!started) start()
      else if (ui !== undefined) pick(ui, operation)
    },
  }
  opened.set(service, view)
  return view
}

function create(tag, className = '', text = '') {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = text
  return element
}

function link(href, text) {
  const element = create('a', '', text)
  element.href = href
  return element
}

function here(text) {
  const element = create('span', '', text)
  element.setAttribute('aria-current', 'page')
  return element
}

let loading

function loadSwagger() {
  loading ??= Promise.all([
    load('link', { rel: 'stylesheet', href: 'docs/swagger-ui.css' }),
    load('link', { rel: 'stylesheet', href: 'docs/swagger-theme.css' }),
    load('script', { src: 'docs/swagger-ui-bundle.js' }),
  ]).catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

function load(tag, properties) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(create(tag), properties, { onload: resolve, onerror: reject }))
  })
}

function startSwagger(service, domNode, onComplete) {
  const ui = window.SwaggerUIBundle({
    oauth2RedirectUrl: new URL('docs/oauth2-redirect.html', location.href).href,
    url: new URL(`${encodeURIComponent(service)}/-/openapi.json`, location.href).href,
    domNode,
    onComplete,
    presets: [window.SwaggerUIBundle.presets.apis],
    plugins: [onlyOne],
    layout: 'BaseLayout',
    // Its own links are #/<tag>/<operation> and do not name the service; ours do.
    deepLinking: false,
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    docExpansion: 'list',
    persistAuthorization: false,
    tryItOutEnabled: true,
    validatorUrl: null,
  })
  ui.initOAuth({ clientId: main.dataset.clientId ?? '', usePkceWithAuthorizationCodeGrant: true })
  return ui
}

/** Swagger UI filters by tag; here the filter is the id of the one operation to show, under its first tag. */
const onlyOne = () => ({
  fn: {
    opsFilter(tags, id) {
      const isWanted = (operation) => operation.getIn(['operation', 'operationId']) === id
      return tags
        .map((tag) => tag.update('operations', (operations) => operations.filter(isWanted)))
        .filter((tag) => tag.get('operations').size > 0)
        .take(1)
    },
  },
  wrapComponents: { FilterContainer: () => () => null },
})

function pick(ui, operation) {
  ui.layoutActions.updateFilter(operation === '' ? true : operation)
  if (operation === '') return
  for (const tag of ui.specSelectors.taggedOperations().keys()) {
    ui.layoutActions.show(['operations', tag, operation], true)
  }
}

function applyFilter() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = (text) => words.every((word) => text.toLowerCase().includes(word))
  let visible = 0
  let all = 0
  for (const section of list.querySelectorAll('.service')) {
    const title = section.querySelector('.name').textContent
    let any = false
    for (const link of section.querySelectorAll('[data-operation]')) {
      const shown = matches(`${title} ${link.textContent} ${link.dataset.operation}`)
      link.parentElement.hidden = !shown
      any ||= shown
      visible += shown ? 1 : 0
      all += 1
    }
    section.hidden = !any && words.length > 0
  }
  found.textContent = words.length === 0 ? '' : `${visible} of ${all} fit the filter`
}

function onKey(event) {
  const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    filter.focus()
    filter.select()
  }
}

function onFilterKey(event) {
  if (event.key === 'Escape') {
    filter.value = ''
    applyFilter()
    filter.blur()
  } else if (event.key === 'Enter') {
    list.querySelector('.service:not([hidden]) li:not([hidden]) a')?.click()
  }
}

followColours()
dark.addEventListener('change', followColours)
filter.parentElement.hidden = false
filter.addEventListener('input', applyFilter)
filter.addEventListener('keydown', onFilterKey)
document.addEventListener('keydown', onKey)
addEventListener('hashchange', showRoute)
applyFilter()
showRoute()
