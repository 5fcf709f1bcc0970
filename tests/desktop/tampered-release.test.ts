/** A release that was changed on its way, or was recalled meanwhile, never reaches the disk. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WorkbenchBridge } from '../../shared/bridge/workbench-bridge.ts'
import type { ReleaseId } from '../../shared/model/ids.ts'
import { aClearedOutput } from '../fixtures/a-cleared-output.ts'
import { type PassingProxy, proxyTo } from '../fixtures/a-proxy.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import { openNewestOutput, screenOf, signIn } from '../fixtures/main-job.ts'
import { isLeftOut } from './runtime.ts'
import { answerSaveDialog, startWorkbench, type WorkbenchApp } from './workbench-app.ts'

describe.skipIf(isLeftOut('desktop'))('export on the desktop', () => {
  let folder: string
  let place: string
  let service: Service
  let proxy: PassingProxy
  let workbench: WorkbenchApp
  let releaseId: ReleaseId

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'visiting-tampered-'))
    place = mkdtempSync(join(folder, 'saved-'))
    service = await aService(folder)
    releaseId = (await aClearedOutput(service)).releaseId as ReleaseId
    proxy = await proxyTo(service.address)
    workbench = await startWorkbench({ environment: proxy.address, language: 'en' })
    const screen = screenOf(workbench.page, { where: 'desktop', language: 'en' })
    await workbench.page.getByTestId('connect-enter').click()
    await signIn(screen, 'sato')
    await openNewestOutput(screen)
  })
  afterAll(async () => {
    await workbench?.close()
    await proxy?.close()
    await service?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  test('writes a release that comes as it left', async () => {
    await exportTo('genuine.zip')
    await workbench.page.getByTestId('toast-good').filter({ hasText: 'genuine.zip' }).waitFor()
    expect(readdirSync(place)).toEqual(['genuine.zip'])
  })

  test('refuses one in which a single bit was flipped on its way, and writes nothing', async () => {
    proxy.tamper()
    await exportTo('tampered.zip')
    const toast = workbench.page.getByTestId('toast-danger').filter({ hasText: 'The export was stopped.' })
    await toast.waitFor()
    expect(readdirSync(place)).toEqual(['genuine.zip'])
  })

  test('refuses one that was recalled meanwhile, with the reason to erase copies', async () => {
    const reviewer = await service.as('suzuki')
    await reviewer.call('releases.recall', { releaseId, reason: 'A second look found a linkable cell.' })
    await answerSaveDialog(workbench, join(place, 'recalled.zip'))
    // Asked through the bridge: the button itself is greyed as soon as the page hears of the recall.
    const answer = await workbench.page.evaluate(
      (id) =>
        (window as unknown as { workbench: WorkbenchBridge }).workbench.exportRelease({
          releaseId: id,
          suggestedName: 'recalled',
        }),
      releaseId,
    )
    expect(answer).toMatchObject({ ok: false, problem: { code: 'release-recalled' } })
    expect(readdirSync(place)).toEqual(['genuine.zip'])
  })

  async function exportTo(name: string): Promise<void> {
    await answerSaveDialog(workbench, join(place, name))
    await workbench.page.getByTestId('export-release').click()
  }
})
