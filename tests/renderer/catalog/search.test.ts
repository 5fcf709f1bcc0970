import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { closeQueries } from '../../../renderer/catalog/close-words.ts'
import { chooseDatasets, facetValues, toggle } from '../../../renderer/catalog/facets.ts'
import { makeIndex, searchCatalog } from '../../../renderer/catalog/search.ts'
import { Dataset } from '../../../shared/model/catalog.ts'
import { loadCatalog } from '../../../visiting/catalog/load-catalog.ts'

const folder = new URL('../../../resources/catalog/', import.meta.url)
const datasets = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const parsed = Dataset.safeParse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    return parsed.success ? [parsed.data] : []
  })
const index = makeIndex(datasets)
const names = (query: string) =>
  searchCatalog(index, query).map((hit) =>
    hit.kind === 'dataset'
      ? hit.dataset.id
      : hit.kind === 'table'
        ? `${hit.table.schema}.${hit.table.name}`
        : `${hit.table.schema}.${hit.table.name}.${hit.variable.name}`,
  )

describe('searching the catalog as shipped', () => {
  test('finds tables by their Japanese name in any width', () => {
    expect(names('医科ﾚｾﾌﾟﾄ')).toContain('ndb.medical_claim')
    expect(names('いかれせぷと'.replace('いか', '医科'))).toContain('ndb.medical_claim')
  })

  test('an exact name comes before everything that only mentions it', () => {
    expect(names('ndb')[0]).toBe('ndb')
    expect(names('birth_year')[0]).toMatch(/\.birth_year$/)
  })

  test.each(['ja', 'en'] as const)(
    'what the empty search box gives as examples is found (%s)',
    (language) => {
      const file = new URL(`../../../renderer/ui/messages/${language}/catalog.json`, import.meta.url)
      const { search } = JSON.parse(readFileSync(file, 'utf8')) as { search: { placeholder: string } }
      const listed = /(?:例: |e\.g\. )([^）)]+)[）)]/.exec(search.placeholder)?.[1] ?? ''
      const examples = listed.split(/、|, /)
      expect(examples.length).toBeGreaterThan(1)
      expect(examples.filter((words) => names(words).length === 0)).toEqual([])
    },
  )

  test.each([
    ['tokutei', 'ndb.checkup'],
    ['kenshin', 'ndb.checkup'],
    ['byoumei', 'ndb.medical_diagnosis'],
    ['yakuzai', 'ndb.drug'],
    ['wakuchin', 'vaccination.record'],
    ['reseputo', 'ndb.medical_claim'],
    ['とくていけんしん', 'ndb.checkup'],
  ])('finds what is typed as it is read: %s', (typed, found) => {
    expect(names(typed)).toContain(found)
  })

  test('every word must be found', () => {
    expect(names('医科 レセプト 点数').length).toBeGreaterThan(0)
    expect(names('医科 レセプト 存在しない言葉')).toEqual([])
  })

  test('English finds the same table as Japanese', () => {
    expect(names('vaccination record')).toContain('vaccination.record')
  })

  test('finds a database by what it is for, what it tells and who runs it', () => {
    expect(names('市販後安全対策')).toContain('midnet')
    expect(names('支払基金')).toContain('ndb')
    expect(names('checkup reports')).toContain('ehr')
    expect(names('胃癌 登録')).toEqual(names('胃がん 登録'))
    expect(names('癌登録')).toContain('cancer')
  })

  test('finds a variable by what its codes mean', async () => {
    const named = makeIndex(await loadCatalog(fileURLToPath(folder)))
    const found = searchCatalog(named, '要介護3').map((hit) => hit.kind === 'variable' && hit.variable.name)
    expect(found).toContain('care_level')
  })

  test.each([
    ['特定健康診査', 'ndb.checkup'],
    ['健康診断', 'ndb.checkup'],
    ['検診', 'ndb.checkup'],
    ['副作用', 'vaccination.adverse_report'],
    ['悪性新生物', 'cancer.registration'],
    ['ｺﾛﾅ', 'idb.notification'],
    ['くすり', 'ndb.drug'],
    ['処方箋', 'ehr.prescription'],
    ['障がい', 'disability'],
    ['バーセル', 'dpc.admission.barthel_out'],
    ['タバコ', 'ndb.checkup.smoker'],
    ['γ-GTP', 'ndb.checkup.gamma_gt_u_l'],
    ['生年月日', 'ndb.person.birth_year'],
    ['手術', 'cancer.registration.surgery'],
    ['子ども医療費', 'open.pmh_municipalities.children'],
    ['高確法', 'ndb'],
    ['mortality', 'ndb.death'],
    ['gender', 'ndb.person.sex'],
  ])('%s, as people say it, finds %s', (asked, found) => {
    expect(names(asked)).toContain(found)
  })

  test('the word as it was asked for comes before what only means the same', () => {
    expect(names('検診')).toContain('cancer.registration.detection')
    expect(names('COVID-19').length).toBe(names('コロナ').length)
    expect(names('処方')[0]).toMatch(/prescription$/)
  })

  test('a word that stands for another narrows as that one does', () => {
    expect(names('健康診断 血圧')).toEqual(names('健診 血圧'))
    expect(names('健康診断 存在しない言葉')).toEqual([])
  })

  test.each([
    ['vacine', 'vaccine'],
    ['diabetis', 'diabetes'],
    ['レセプド', 'レセプト'],
    ['ワクチソ', 'ワクチン'],
    ['医科 レセブト', '医科 レセプト'],
    ['birth_yaer', 'birth_year'],
  ])('%s, mistyped, is asked for again as %s', (typed, meant) => {
    expect(names(typed)).toEqual([])
    expect(closeQueries(index, typed)).toContain(meant)
  })

  test('a longer form of what is asked for instead is not asked for beside it', () => {
    expect(closeQueries(index, 'vacine')).toEqual(['vaccine'])
  })

  test.each(['vaccine', '存在しない言葉', 'xyzzy', '妊娠', ''])(
    'nothing else is asked for instead of “%s”',
    (typed) => {
      expect(closeQueries(index, typed)).toEqual([])
    },
  )

  test('leads to nothing that the catalog does not hold', () => {
    expect(names('妊娠')).toEqual([])
  })

  test('an empty query finds nothing', () => {
    expect(names('  ')).toEqual([])
  })
})

describe('facets', () => {
  test('counts of a facet are what choosing its value leaves', () => {
    for (const facet of ['access', 'status', 'identifiability', 'pseudonymised', 'data'] as const) {
      for (const { value, count } of facetValues(datasets, {}, facet)) {
        expect(chooseDatasets(datasets, toggle({}, facet, value))).toHaveLength(count)
      }
    }
  })

  test('within a facet values add up, between facets they narrow', () => {
    const both = toggle(toggle({}, 'access', 'open'), 'access', 'permit')
    expect(chooseDatasets(datasets, both)).toHaveLength(datasets.length)
    const narrowed = chooseDatasets(datasets, toggle(both, 'identifiability', 'pseudonymous'))
    expect(narrowed.every((dataset) => dataset.identifiability === 'pseudonymous')).toBe(true)
    expect(narrowed.length).toBeLessThan(datasets.length)
  })

  test('choosing a value twice takes it back', () => {
    expect(toggle(toggle({}, 'access', 'open'), 'access', 'open').access).toEqual([])
  })
})
