/** The OpenAPI 3.1 description, derived from the contract's routes. */
import { z } from 'zod'
import { bytesTypesOf, isBytes, type Route } from '../../shared/contract/define-route.ts'
import { PROTOCOL_VERSION } from '../../shared/contract/protocol.ts'
import { ROUTES } from '../../shared/contract/routes.ts'
import { Problem } from '../../shared/model/problem.ts'
import { REFUSALS } from '../../shared/model/refusals.ts'

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, target: 'openapi-3.0', unrepresentable: 'any' }) as Record<string, unknown>

/** The whole document, made anew at each call. */
export function openApi(): object {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of Object.values(ROUTES) as Route[]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Visiting environment',
      version: PROTOCOL_VERSION,
      description:
        'Every rule is enforced here. Refusals and faults travel as RFC 9457 problem details with words in Japanese and English.',
    },
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: jsonSchema(Problem, 'output') },
    },
  }
}

function operationOf(route: Route): object {
  const input = jsonSchema(route.input, 'input') as {
    properties?: Record<string, unknown>
    required?: string[]
  }
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1]!)
  const properties = Object.entries(input.properties ?? {})
  const required = new Set(input.required ?? [])
  const outside = properties.filter(([name]) => !inPath.includes(name))
  const parameters = [
    ...properties
      .filter(([name]) => inPath.includes(name))
      .map(([name, schema]) => ({ name, in: 'path', required: true, schema })),
    ...(route.method === 'POST'
      ? []
      : outside.map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema }))),
  ]
  const answer = isBytes(route.output)
    ? Object.fromEntries(
        bytesTypesOf(route.output).map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
      )
    : { 'application/json': { schema: jsonSchema(route.output, 'output') } }
  const statuses = new Map<number, string[]>()
  for (const code of route.refusals) {
    const { status } = REFUSALS[code]
    statuses.set(status, [...(statuses.get(status) ?? []), code])
  }
  return {
    operationId: route.name,
    summary: route.summary,
    ...(route.access === 'open' ? {} : { security: [{ token: [] }] }),
    ...(Array.isArray(route.access) ? { 'x-roles': route.access } : {}),
    parameters,
    ...(route.method === 'POST'
      ? {
          requestBody: {
            required: outside.length > 0,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: Object.fromEntries(outside),
                  required: [...required].filter((name) => !inPath.includes(name)),
                  additionalProperties: false,
                },
              },
            },
          },
        }
      : {}),
    responses: {
      200: { description: 'Done', content: answer },
      ...Object.fromEntries(
        [...statuses].map(([status, codes]) => [
          status,
          {
            description: `Refused: ${codes.join(', ')}`,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  }
}
