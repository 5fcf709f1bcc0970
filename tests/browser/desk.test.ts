/** The reviewer's desk by keyboard alone, with a table of 2,000 cells, a figure, and a second round to compare. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { OutputId, ResultId } from '../../shared/model/ids.ts'
import { DEMO_SQL } from '../../visiting/demonstration.ts'
import { RESOURCES } from '../../visiting/resources.ts'
import { isLeftOut } from '../desktop/runtime.ts'
import { runToEnd, type Service } from '../fixtures/a-service.ts'
import { aSubmission, aTable } from '../fixtures/a-submission.ts'
import { castVote } from '../fixtures/cast-vote.ts'
import { signIn, signOut } from '../fixtures/main-job.ts'
import { aPortal } from './a-portal.ts'
import { isInView } from './is-in-view.ts'

/** Persons by year of birth, prefecture and sex: more than 500 rows of four cells. */
const WIDE = `SELECT left(medical_area_code, 2) AS prefecture, birth_year, sex, count(DISTINCT person_id) AS persons
FROM ndb.person GROUP BY ALL ORDER BY ALL LIMIT 520`

describe.skipIf(isLeftOut('browser'))('the reviewer’s desk', () => {
  let wide: OutputId
  let again: OutputId
  let several: OutputId

  const submit = async (service: Service, resultId: ResultId, more: object = {}) => {
    const submission = aSubmission(resultId)
    const items = submission.items.map((item) => ({ ...item, ...more }))
    return (await (await service.as('sato')).call('outputs.submit', { ...submission, items } as never)).id
  }

  const prepare = async (service: Service) => {
    const sato = await service.as('sato')
    wide = await submit(service, (await runToEnd(sato, WIDE)).resultId!)
    const chart = {
      kind: 'bar',
      x: 'age_band',
      y: ['persons'],
      colour: 'severity',
      titleText: '届出患者数',
      stacked: false,
    }
    again = await submit(service, (await runToEnd(sato, DEMO_SQL)).resultId!, { chart })
    for (const login of ['suzuki', 'takahashi'])
      await castVote(await service.as(login), {
        outputId: again,
        round: 1,
        decision: 'return',
        changes: [`${login}: 対象期間を説明に加えてください。`],
      })
    const { output } = await sato.call('outputs.detail', { outputId: again })
    const next = await runToEnd(sato, DEMO_SQL.replace("'90+'", "'90以上'"))
    const submission = aSubmission(next.resultId!)
    await sato.call('outputs.resubmit', {
      ...submission,
      outputId: again,
      items: submission.items.map((item) => ({ ...item, chart })) as never,
      answers: output.changes.map(({ id }) => ({
        changeId: id,
        done: true,
        text: '2024年の全期間と書きました。',
      })),
    })
    const bySex = 'SELECT sex, count(DISTINCT person_id) AS persons FROM ndb.person GROUP BY sex ORDER BY sex'
    const results = [bySex, bySex.replace('ORDER BY sex', 'ORDER BY sex DESC')]
    const tables = []
    for (const sql of results) tables.push(aTable((await runToEnd(sato, sql)).resultId!))
    several = (await sato.call('outputs.submit', { title: '性別の人数、二つの並び', items: tables })).id
  }
  const portal = aPortal({ where: 'desk', prepare })
  const { at } = portal

  const press = (key: string) => portal.page.keyboard.press(key)

  test('a table of 2,000 cells holds only the cells on screen in the page, wherever it is scrolled', async () => {
    await signIn(portal.screen, 'suzuki')
    await press('Alt+6')
    await portal.page.locator(':focus[data-testid^=review-item-]').waitFor()
    // Once more, with the rows already there, from a field that has the keys.
    await at('review-search').focus()
    await press('Alt+6')
    await portal.page.locator(':focus[data-testid^=review-item-]').waitFor()
    // What the queue is narrowed to stays while an output is looked at.
    const rows = portal.page.locator('[data-testid^=review-item-]')
    await at('review-search').fill('佐藤美咲')
    await expect.poll(() => rows.count()).toBe(3)
    await at('review-search').fill('二つの並び')
    await expect.poll(() => rows.count()).toBe(1)
    await at('review-search').fill('該当なし')
    await at('review-all').click()
    await expect.poll(() => rows.count()).toBe(3)
    await at(`review-item-${wide}`).focus()
    await press('Enter')
    const grid = at('protected-grid')
    await grid.waitFor()
    await expect
      .poll(async () => Number(await grid.getAttribute('aria-rowcount')) * 4)
      .toBeGreaterThanOrEqual(2_000)
    const cells = () => grid.locator('[role=gridcell]').count()
    const height = await grid.evaluate((box) => box.clientHeight)
    // Rows are 25 pixels high; ten more are kept above and below.
    const most = 4 * (Math.ceil(height / 25) + 2 * 10 + 2)
    await expect.poll(() => cells()).toBeLessThanOrEqual(most)
    for (const place of [0.3, 0.7, 1]) {
      await grid.evaluate((box, part) => box.scrollTo(0, box.scrollHeight * part), place)
      await portal.page.waitForTimeout(50)
      await expect.poll(() => cells()).toBeGreaterThan(0)
      await expect.poll(() => cells()).toBeLessThanOrEqual(most)
    }
  })

  test('the table before protection is a picture, and looking at it is said to be recorded and is', async () => {
    const pictures: string[] = []
    portal.page.on('request', (request) => {
      if (request.url().includes('/picture')) pictures.push(request.url())
    })
    await at('desk-view').locator('label').nth(1).click()
    const picture = at('picture-0')
    await picture.waitFor()
    await expect
      .poll(() =>
        picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
      )
      .toBeGreaterThan(400)
    const frame = at('picture-grid')
    await expect.poll(() => frame.textContent()).toContain('閲覧したページは記録されます')
    // A limit of pages is the researcher’s.
    await expect.poll(() => frame.textContent()).not.toContain('上限')
    await expect.poll(() => frame.getByRole('gridcell').count()).toBe(0)
    await portal.screen.shot('desk-picture')
    const yamada = await portal.service.as('yamada')
    const seen = async () =>
      (await yamada.call('audit.entries', { event: 'output-picture-seen', subject: wide })).entries
    // Which page was asked for first may be written down second.
    await expect.poll(seen).toContainEqual(
      expect.objectContaining({
        by: 'usr_demosuzuki',
        detail: expect.objectContaining({ round: 1, item: 'table', page: 0, firstColumn: 0 }),
      }),
    )
    await expect.poll(() => pictures.length).toBeGreaterThan(0)
    expect(pictures.filter((url) => !url.includes(wide))).toEqual([])
    await at('desk-view').locator('label').nth(0).click()
    await at('protected-grid').waitFor()
  })

  test('marked cells, what is behind them, and the vote are reached without a pointer', async () => {
    const grid = at('protected-grid')
    await grid.focus()
    await press('Control+Home')
    await press('n')
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).not.toBe(null)
    const first = await grid.getAttribute('aria-activedescendant')
    await press('n')
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).not.toBe(first)
    await press('p')
    await expect.poll(() => grid.getAttribute('aria-activedescendant')).toBe(first)
    // The facts behind the cell stand beside it; a hidden cell says so in a word and a shape.
    const hidden = grid.locator(`#${first}`)
    await expect.poll(() => hidden.getAttribute('data-status')).not.toBe('shown')
    await expect.poll(async () => (await hidden.textContent())?.trim()).not.toBe('')
    await at('cell-inspector').getByTestId('cell-persons').waitFor()

    // A change begins with the cell it is about, and is none before it is written on.
    const place = await at('cell-inspector').locator('div').first().textContent()
    await press('m')
    await expect.poll(() => at('review-change-1').inputValue()).toBe(`${place}: `)
    await expect.poll(() => at('review-return-why-not').textContent()).toContain('続き')
    await portal.page.keyboard.type('都道府県を二次医療圏にまとめてください。')
    await press('Enter')
    await portal.page.keyboard.type('期間を書いてください。')
    await at('review-change-2').waitFor()
    await portal.screen.shot('desk-changes')
    await press('Alt+r')
    await at('confirm-yes').and(portal.page.locator(':focus')).waitFor()
    await press('Enter')
    await at('own-vote').waitFor()
    // The button that was pressed is gone; the keys are in the room all the same.
    await portal.page.locator('main:focus, main :focus').waitFor()
    await expect
      .poll(() => at('own-vote').textContent())
      .toContain(`${place}: 都道府県を二次医療圏にまとめてください。`)
    await expect.poll(() => at('own-vote').textContent()).toContain('期間を書いてください。')
  })

  test('a second round opens on what changed, with the answers, and the figure is the one that leaves', async () => {
    await at('review-next').waitFor()
    await press('Alt+n')
    const difference = at('desk-difference')
    await difference.waitFor()
    await expect.poll(() => difference.locator('del').first().textContent()).toContain("'90+'")
    await expect.poll(() => difference.locator('ins').first().textContent()).toContain("'90以上'")
    await expect.poll(() => at('changed-cells').textContent()).toContain('90以上')
    await expect.poll(() => at('required-changes').textContent()).toContain('2024年の全期間と書きました。')
    // A change leads to its cell in the table above, and the facts of that cell stand beside it.
    await at('changed-cell-0').focus()
    await press('Enter')
    await expect.poll(() => at('protected-grid').getAttribute('aria-activedescendant')).not.toBe(null)
    await expect.poll(() => at('cell-inspector').textContent()).toContain('90以上')
    // Side by side: the same cells carry their sign in both versions, a row chosen in one is chosen in the other.
    await at('desk-view').locator('label').nth(2).click()
    const [before, after] = [at('side-before'), at('side-after')]
    await before.locator('[data-change]').first().waitFor()
    await expect.poll(() => before.textContent()).toContain('90+')
    await expect.poll(() => before.textContent()).not.toContain('90以上')
    await expect.poll(() => after.locator('[data-change=added]').count()).toBeGreaterThan(0)
    await expect.poll(() => before.locator('[data-change=removed]').count()).toBeGreaterThan(0)
    const grid = after.getByTestId('protected-grid')
    await grid.focus()
    await press('n')
    await expect.poll(() => after.locator('[aria-selected=true][data-change]').count()).toBe(1)
    await expect.poll(() => at('side-by-side-cell').textContent()).toContain('90以上')
    await expect.poll(() => isInView(grid, '[role=gridcell][aria-selected=true]')).toBe(true)
    await press('Control+Home')
    await expect.poll(() => before.locator('[role=gridcell][aria-selected=true]').count()).toBe(1)
    await portal.screen.shot('desk-sides')
    await at('desk-view').locator('label').nth(0).click()
    await at('desk-tab-permit').click()
    await at('desk-permit').getByText('佐藤 美咲').waitFor()
    await portal.screen.shot('desk-permit')
    await at('desk-tab-rounds').click()
    await expect.poll(() => at('desk-votes').textContent()).toContain('鈴木 一郎')
    // The figure is opened like the rest before it is approved.
    await expect.poll(() => at('review-approve-why-not').textContent()).toContain('（図）')
    await at('desk-tab-chart').click()
    const figure = at('desk-figure')
    await figure.waitFor()
    // The page's own rules forbid reading the picture back; its size is enough to see that it is drawn.
    await expect
      .poll(() => figure.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)))
      .toBeGreaterThan(1_000)
    await expect.poll(() => at('review-approve').isEnabled()).toBe(true)
    // The environment keeps what was opened: a window that begins anew knows it.
    await portal.page.reload()
    await at('desk-difference').waitFor()
    await expect.poll(() => at('review-approve').isEnabled()).toBe(true)
  })

  test('of several items each is opened before they are approved; the way leads on and back by keys', async () => {
    await press('Alt+n')
    await expect.poll(() => portal.page.url()).toContain(several)
    await expect.poll(() => at('queue-steps').textContent()).toContain('2 / 2件')
    await expect.poll(() => at('item-1').textContent()).toContain('未閲覧')
    await expect.poll(() => at('item-0').textContent()).not.toContain('未閲覧')
    await expect.poll(() => at('review-approve').isDisabled()).toBe(true)
    await expect.poll(() => at('review-approve-why-not').textContent()).toContain('2. ')
    await portal.screen.shot('desk-unseen')
    await press('Alt+.')
    await expect.poll(() => at('item-1').getAttribute('aria-selected')).toBe('true')
    await expect.poll(() => at('review-approve').isEnabled()).toBe(true)
    // What was opened and written is there after looking at another one.
    await at('review-comment').fill('並びだけが違います。')
    await press('Alt+p')
    await expect.poll(() => portal.page.url()).toContain(again)
    await at('desk-difference').waitFor()
    await press('Alt+n')
    await expect.poll(() => at('review-comment').inputValue()).toBe('並びだけが違います。')
    await expect.poll(() => at('review-approve').isEnabled()).toBe(true)
    await press('Alt+p')
    await at('desk-difference').waitFor()
  })

  test('a reviewer declares a conflict of interest and is out; the officer is alerted and lifts it', async () => {
    await at('conflict-open').click()
    await at('conflict-category').click()
    await portal.page.getByRole('option', { name: 'その他', exact: true }).click()
    await expect.poll(() => at('conflict-send').isDisabled()).toBe(true)
    await at('conflict-words').fill('研究者と同じ学会の委員を務めています。')
    await portal.screen.shot('desk-conflict')
    await at('conflict-send').click()
    const row = at(`review-item-${again}`)
    await row.getByText('この利用許可に利益相反を申告したので、審査できません。').waitFor()
    await expect.poll(() => at(`review-remaining-${again}`).textContent()).toContain('審査者不足')
    await expect.poll(() => row.getAttribute('aria-disabled')).toBe('true')
    await signOut(portal.screen)

    await signIn(portal.screen, 'yamada')
    await at('status-too-few').click()
    // Three outputs of the permit lack the same: one alert names all of them.
    await expect.poll(() => at('too-few').count()).toBe(1)
    await expect.poll(() => at('too-few').textContent()).toContain('必要 2名')
    await expect.poll(() => at('too-few').locator('li').count()).toBe(3)
    const declared = at('conflicts').getByText('研究者と同じ学会の委員を務めています。')
    await declared.waitFor()
    await portal.screen.shot('audit-conflicts')
    await at('conflict-lift').click()
    await at('conflict-lift-reason').fill('学会の委員であるだけでは利益相反に当たらない。')
    await at('conflict-lift-send').click()
    await expect.poll(() => at('conflicts').textContent()).toContain('が解除: 学会の委員')
    await expect.poll(() => at('status-too-few').count()).toBe(0)
  })

  test('the operator turns a shorter way on with a reason, and sees no output', async () => {
    await signOut(portal.screen)
    await signIn(portal.screen, 'kobayashi')
    await at('rail-review').click()
    await at('review-policy').waitFor()
    await expect.poll(() => at('policy-set').isDisabled()).toBe(true)
    await at('policy-low-risk').focus()
    await press('Space')
    await at('policy-reason').fill('集計表の審査を早めるため。')
    await at('policy-set').click()
    await portal.page.getByText('第1版').waitFor()
    await expect.poll(() => at('review-queue').count()).toBe(0)
  })

  test('and adds an edition of a rule set from a file; a file that is none is named', async () => {
    const shipped = readFileSync(join(RESOURCES, 'rules', 'ndb-2024-09.json'), 'utf8')
    const later = { ...JSON.parse(shipped), edition: '2099-04', effectiveFrom: '2099-04-01' }
    const choose = (text: string) =>
      portal.page.locator('[data-testid=rule-editions] input[type=file]').setInputFiles({
        name: 'edition.json',
        mimeType: 'application/json',
        buffer: Buffer.from(text),
      })
    await choose(JSON.stringify({ ...later, effectiveFrom: 'soon' }))
    await portal.page.getByText('審査基準として読めません: effectiveFrom').waitFor()
    await choose(JSON.stringify(later))
    await at('edition-reason').fill('改正された指針に合わせるため。')
    await at('edition-add').click()
    await at('edition-NDB-2099-04').getByText('適用前').waitFor()
  })
})
