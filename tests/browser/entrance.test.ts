/** Coming in over a network that loses questions: a browser finds its environment by itself, or says what to do. */
import { describe, expect, test } from 'vitest'
import { isLeftOut } from '../desktop/runtime.ts'
import { aPortal } from './a-portal.ts'

describe.skipIf(isLeftOut('browser'))('the entrance in a browser', () => {
  const portal = aPortal({ where: 'entrance' })
  const { at } = portal
  let lost = 0
  /** Opens the page anew while the next questions for the environment's identity are lost. */
  async function openLosing(questions: number) {
    lost = 0
    await portal.page.unroute('**/api/environment')
    await portal.page.route('**/api/environment', (route) => {
      if (lost >= questions) return route.continue()
      lost++
      return route.abort('failed')
    })
    await portal.page.reload()
  }

  test('a lost question is asked again, and nobody notices', async () => {
    await openLosing(2)
    await at('sign-in').waitFor()
    expect(lost).toBe(2)
  })

  test('an environment that stays silent is said so; once it answers, the way goes on to the sign-in', async () => {
    await openLosing(Number.POSITIVE_INFINITY)
    await at('connect-problem').waitFor()
    await portal.screen.shot('silent')
    const before = lost
    expect(before).toBeGreaterThan(2)
    await portal.page.unroute('**/api/environment')
    await at('connect-probe').click()
    await at('sign-in').waitFor()
  })

  test('an address without the hash opens its page, wherever it is typed', async () => {
    await portal.page.goto(`${portal.service.address}/catalog/ndb`)
    await expect.poll(() => portal.page.url()).toBe(`${portal.service.address}/#/catalog/ndb`)
    await at('look-around').click()
    await portal.page.locator('main').getByText('medical_diagnosis').first().waitFor()
    const asProgram = await fetch(`${portal.service.address}/catalog/ndb`)
    expect(asProgram.status).toBe(404)
    expect(asProgram.headers.get('content-type')).toContain('application/problem+json')
    for (const path of [
      '/api/nowhere',
      '//elsewhere.example/x',
      '/\\elsewhere.example',
      '/x?a=1',
      '/%0d%0ax',
    ]) {
      const answer = await fetch(portal.service.address + path, {
        headers: { accept: 'text/html' },
        redirect: 'manual',
      })
      expect.soft([path, answer.headers.get('location')]).toEqual([path, null])
    }
    await portal.page.goto(portal.service.address)
    await portal.page.reload()
  })

  test('a part of the page that cannot be loaded is said so, and loading again brings it', async () => {
    await portal.page.route('**/monaco-setup*', (route) => route.abort('failed'))
    await portal.enter('sato')
    await at('toast-warning').getByText('再読み込み').waitFor()
    await portal.screen.shot('part-missing')
    await portal.page.unroute('**/monaco-setup*')
    await portal.page.reload()
    await at('editor').locator('.view-lines').waitFor()
  })

  test('whose software this is can be read: each package with its licence, fonts and what is in Monaco too', async () => {
    await at('person-menu').click()
    await at('show-about').click()
    const licences = at('about').locator('details')
    await expect.poll(() => licences.count()).toBeGreaterThan(40)
    for (const [name, words] of [
      ['Visiting Workbench', 'Apache License'],
      ['Noto Sans JP', 'SIL OPEN FONT LICENSE Version 1.1'],
      ['third-party notices', 'markedjs NOTICES'],
      ['@mantine/core', 'Vitaly Rtishchev'],
    ] as const) {
      const licence = licences.filter({ has: portal.page.locator('summary', { hasText: name }) }).first()
      await licence.locator('summary').click()
      await licence.getByText(words).first().waitFor()
    }
    await portal.screen.shot('about')
  })
})
