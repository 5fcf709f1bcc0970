/** The portal of an environment of its own in a real browser, opened before a group of tests and closed after it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { aService, type Service } from '../fixtures/a-service.ts'
import { type Screen, screenOf, signIn, signOut, stopAtFirstFailure } from '../fixtures/main-job.ts'
import { openPortal, type PortalBrowser } from './portal-browser.ts'

export interface PortalNeeds {
  /** Where pictures go: test-output/<where>. */
  where: string
  language?: 'ja' | 'en'
  colours?: 'light' | 'dark'
  size?: { width: number; height: number }
  /** Who is signed in when the tests begin; without it the portal stands where it opens. */
  as?: string
  /** What must be there before the portal is opened. */
  prepare?(service: Service): Promise<void>
  /** What must be listened to before anybody signs in. */
  opened?(portal: Portal): void
}

export interface Portal {
  readonly service: Service
  readonly page: Page
  readonly context: BrowserContext
  readonly screen: Screen
  /** Errors that no code of the page caught. */
  readonly complaints: readonly string[]
  at(testId: string): Locator
  /** Signs in as a demo person, after signing out who was there. */
  enter(login: string): Promise<void>
}

/**
 * To be called inside `describe`: what it answers is usable in tests and later hooks. Tests of the group build on each
 * other; after one that failed, the following fail at once.
 */
export function aPortal({ where, language = 'ja', colours, size, as, prepare, opened }: PortalNeeds): Portal {
  let folder = ''
  let service: Service | undefined
  let browser: PortalBrowser | undefined
  let screen: Screen | undefined
  const complaints: string[] = []
  const open = <T>(thing: T | undefined): T => {
    if (thing === undefined)
      throw new Error('The portal is not open yet: this belongs into a test or a later hook.')
    return thing
  }
  const portal: Portal = {
    get service() {
      return open(service)
    },
    get page() {
      return open(browser).page
    },
    get context() {
      return open(browser).context
    },
    get screen() {
      return open(screen)
    },
    complaints,
    at: (testId) => portal.page.getByTestId(testId),
    enter: async (login) => {
      await portal.at('person-menu').or(portal.at('sign-in')).first().waitFor()
      if (await portal.at('person-menu').isVisible()) await signOut(portal.screen)
      await signIn(portal.screen, login)
    },
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), `visiting-${where}-`))
    service = await aService(folder)
    await prepare?.(service)
    browser = await openPortal(service.address, language)
    if (size) await portal.page.setViewportSize(size)
    if (colours) await portal.page.emulateMedia({ colorScheme: colours })
    screen = screenOf(portal.page, { where, language })
    portal.page.on('pageerror', (error) => complaints.push(error.message))
    opened?.(portal)
    await portal
      .at('sign-in')
      .waitFor()
      .catch(async (problem: unknown) => {
        await portal.screen.shot('failed')
        throw problem
      })
    if (as) await signIn(screen, as)
  })
  stopAtFirstFailure(() => screen)
  afterAll(async () => {
    await browser?.close()
    await service?.stop()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })
  return portal
}
