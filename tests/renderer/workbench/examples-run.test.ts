import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examplesFor } from '../../../renderer/workbench/examples.ts'
import type { ResultId } from '../../../shared/model/ids.ts'
import { aService, runToEnd, type Service } from '../../fixtures/a-service.ts'

let folder: string
let service: Service
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'visiting-examples-'))
  service = await aService(folder)
})
afterAll(async () => {
  await service?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

test('every example runs in the demonstration and rests on verified persons', async () => {
  const sato = await service.as('sato')
  const { permits } = await sato.call('permits.mine', {})
  const examples = permits.flatMap((permit) =>
    examplesFor(permit).map(({ id, sql }) => ({ id, sql, permit })),
  )
  expect(examples.map(({ id }) => id)).toEqual(['notified', 'onset'])
  for (const { id, sql, permit } of examples) {
    const { resultId, state } = await runToEnd(sato, sql, permit.id)
    expect({ id, state }).toEqual({ id, state: 'done' })
    const result = await sato.call('results.view', { resultId: resultId as ResultId })
    expect({ id, standing: result.standing }).toEqual({ id, standing: 'aggregated' })
    expect(result.rowCount).toBeGreaterThan(5)
  }
})
