/**
 * The main job on the desktop: the built application in a real Electron, a real environment in its own process, from
 * connecting to a file on the disk that verifies.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyPackage } from '../../electron/export/verify-package.ts'
import type { WorkbenchBridge } from '../../shared/bridge/workbench-bridge.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { aService, type Service } from '../fixtures/a-service.ts'
import { CLI } from '../fixtures/build-once.ts'
import {
  approve,
  gridTexts,
  keepForReadme,
  openNewestOutput,
  runSql,
  type Screen,
  screenOf,
  shownFingerprint,
  signIn,
  signOut,
  stopAtFirstFailure,
  submitResult,
} from '../fixtures/main-job.ts'
import { isLeftOut } from './runtime.ts'
import { answerSaveDialog, startWorkbench, type WorkbenchApp } from './workbench-app.ts'

describe.skipIf(isLeftOut('desktop')).each(['ja', 'en'] as const)(
  'the main job on the desktop (%s)',
  (language) => {
    let folder: string
    let service: Service
    let workbench: WorkbenchApp
    let screen: Screen
    let outputId: string

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'visiting-desktop-'))
      service = await aService(folder)
      workbench = await startWorkbench({ environment: service.address, language })
      screen = screenOf(workbench.page, { where: 'desktop', language })
      await recordTokens(workbench)
    })
    stopAtFirstFailure(() => screen)
    afterAll(async () => {
      await workbench?.close()
      await service?.stop()
      if (folder) rmSync(folder, { recursive: true, force: true })
    })

    test('connects: the environment’s name and the fingerprint of its key are shown before it is entered', async () => {
      const { page } = workbench
      await page.getByTestId('connect-found').waitFor()
      const identity = await service.open.call('environment.identity', {})
      await expect.poll(() => shownFingerprint(page)).toBe(identity.fingerprint)
      const name = { ja: identity.nameJa, en: identity.nameEn }[language]
      await expect.poll(() => page.getByTestId('connect-name').textContent()).toBe(name)
      await screen.shot('connect')
      await page.getByTestId('connect-enter').click()
      await page.getByTestId('sign-in').waitFor()
      await screen.shot('sign-in')
    })

    test('signs in, and the token stays outside the page', async () => {
      await signIn(screen, 'sato')
      const current = await workbench.page.evaluate(() =>
        (window as unknown as { workbench: WorkbenchBridge }).workbench.call('sessions.current', {}),
      )
      expect(current).toMatchObject({ ok: true, value: { visitor: { login: 'sato' } } })
      const tokens = await sentTokens(workbench)
      expect(tokens).toHaveLength(1)
      expect(tokens[0]?.length).toBeGreaterThan(20)
      // The same search does find what the page really holds.
      const found = await foundInPageMemory(workbench, [tokens[0] ?? '', service.address])
      expect(found).toEqual([service.address])
    })

    test('sees rows about single persons as a picture', async () => {
      await runSql(screen, 'SELECT person_id, sex FROM ndb.person LIMIT 100')
      const picture = workbench.page.getByTestId('picture-0')
      await picture.waitFor()
      const sizes = (image: HTMLImageElement) =>
        image.decode().then(() => [image.naturalWidth, image.naturalHeight])
      await expect.poll(() => picture.evaluate(sizes)).toEqual([384, 988])
      await screen.shot('picture')
    })

    test('runs a linked-cohort query and sees its rows, small cells masked', async () => {
      await runSql(screen, DEMO_SQL)
      await workbench.page.getByTestId('row-count').waitFor()
      const rows = () => gridTexts(screen, 'result-grid')
      await expect.poll(async () => (await rows()).length).toBeGreaterThan(4)
      await expect.poll(async () => (await rows()).flat().join(' ')).toMatch(/(^| )[\d,]{2,}( |$)/)
      const masked = workbench.page.getByTestId('result-grid').locator('[data-mask="below-minimum"]')
      await expect.poll(() => masked.count()).toBeGreaterThan(0)
      await expect.poll(() => masked.first().textContent()).toContain('‹10')
      await screen.shot('workbench-grid')
    })

    test('sees the chart of it', async () => {
      const { page } = workbench
      await page.getByTestId('tab-chart').click()
      await page.getByTestId('plot').locator('.main-svg').first().waitFor()
      await page
        .getByTestId('plot')
        .locator('.point, .scatterlayer .trace')
        .first()
        .waitFor({ state: 'attached' })
      await screen.shot('workbench-chart')
      if (language === 'ja') keepForReadme('desktop/workbench-chart-ja.png')
    })

    test('submits it as an output that waits for review and cannot be exported yet', async () => {
      const title = await submitResult(screen)
      await expect.poll(async () => (await openNewestOutput(screen)).state).toBe('in-review')
      outputId = (await openNewestOutput(screen)).id
      await expect.poll(() => workbench.page.getByTestId('output-detail').textContent()).toContain(title)
      await expect.poll(() => workbench.page.getByTestId('export-release').isDisabled()).toBe(true)
      await screen.shot('output-in-review')
    })

    test('is cleared by two reviewers who are not on the permit', async () => {
      for (const reviewer of ['suzuki', 'takahashi']) {
        await signOut(screen)
        await signIn(screen, reviewer)
        await approve(screen, outputId)
      }
      await signOut(screen)
    })

    test('exports a file that verifies', async () => {
      await signIn(screen, 'sato')
      await expect.poll(() => openNewestOutput(screen)).toEqual({ id: outputId, state: 'released' })
      await screen.shot('output-released')
      const path = join(folder, 'release.zip')
      await answerSaveDialog(workbench, path)
      await workbench.page.getByTestId('export-release').click()
      await workbench.page.getByTestId('toast-good').filter({ hasText: path }).waitFor()
      await screen.shot('exported')
      expect(existsSync(path)).toBe(true)
      const { publicKey, fingerprint } = await service.open.call('environment.identity', {})
      const releaseId = await releasedAs(service, outputId)
      expect(await verifyPackage(readFileSync(path), { publicKey, releaseId })).toMatchObject({ ok: true })
      const said = execFileSync(
        process.execPath,
        [CLI, 'release', 'verify', path, '--fingerprint', fingerprint, '--json'],
        { encoding: 'utf8' },
      )
      expect(JSON.parse(said)).toMatchObject({ ok: true, releaseId })
    })

    test('leaves no error in the consoles of page and application', () => {
      const ordinary = /bus\.cc|dbus|gpu|viz_main|GLES|vulkan|DevTools listening|Debugger|For help, see/i
      expect(
        workbench.said.filter((line) => /error|refused|violat/i.test(line) && !ordinary.test(line)),
      ).toEqual([])
    })
  },
)

/** The tokens that main puts into requests, seen from outside the code under test. */
async function recordTokens({ app }: WorkbenchApp): Promise<void> {
  await app.evaluate(({ session }) => {
    const seen = new Set<string>()
    Object.assign(globalThis, { seenTokens: seen })
    session.fromPartition('connection').webRequest.onBeforeSendHeaders((request, answer) => {
      const held = request.requestHeaders.authorization ?? request.requestHeaders.Authorization
      if (held) seen.add(held.replace('Bearer ', ''))
      answer({})
    })
  })
}

const sentTokens = ({ app }: WorkbenchApp): Promise<string[]> =>
  app.evaluate(() => [...(globalThis as unknown as { seenTokens: Set<string> }).seenTokens])

/** Which of some texts are anywhere in the page's memory: a whole heap snapshot is searched. */
async function foundInPageMemory({ page }: WorkbenchApp, texts: string[]): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page)
  let heap = ''
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    heap += chunk
  })
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await devtools.detach()
  return texts.filter((text) => heap.includes(text))
}

async function releasedAs(service: Service, outputId: string): Promise<string> {
  const { outputs } = await (await service.as('sato')).call('outputs.list', {})
  return outputs.find(({ id }) => id === outputId)?.releaseId ?? ''
}
