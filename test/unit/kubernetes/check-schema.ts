import { type KubernetesObject, modelsOf } from './manifests.ts'

type Model = new (data: object) => { validate: () => void }

/**
 * Says what is wrong with an object by the OpenAPI document of Kubernetes, as kubernetes-models has compiled it. It lets
 * keys pass that the document does not have: `checkKeys` finds these. And it still has the versions that Kubernetes has
 * dropped, all of them betas: no beta is taken.
 */
export async function checkSchema(object: KubernetesObject): Promise<string[]> {
  const { apiVersion, kind } = object
  if (!/(?:^|\/)v\d+$/.test(apiVersion)) return [`${apiVersion} of ${kind} is not stable`]
  const Model = await loadModel(apiVersion, kind)
  if (Model === undefined) return [`there is no ${kind} of ${apiVersion}`]
  try {
    new Model(object).validate()
    return []
  } catch (error) {
    if (!(error instanceof Error && 'errors' in error)) throw error
    const { errors } = error as unknown as { errors: { instancePath: string; message: string }[] }
    return errors.map(({ instancePath, message }) => `${kind}${instancePath} ${message}`)
  }
}

const isMissing = new Set<unknown>(['ERR_MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'])

/** Modules of the package are called after the version and the kind. */
async function loadModel(apiVersion: string, kind: string): Promise<Model | undefined> {
  try {
    const models = (await import(`${modelsOf(apiVersion)}/${kind}`)) as Record<string, Model>
    return models[kind]
  } catch (error) {
    if (!(error instanceof Error && isMissing.has(Reflect.get(error, 'code')))) throw error
    return undefined
  }
}
